const channel = process.send?.bind(process);

/**
 * Resolves when the message has been handed to the operating system: awaiting it is the
 * back-pressure. A closed channel is no error here; losing the parent ends the process anyway.
 */
export function sendToParent(message: object): Promise<void> {
  return new Promise((resolve) => {
    if (!channel || !process.connected) resolve();
    else channel(message, undefined, undefined, () => resolve());
  });
}

/**
 * The channel is the runner's. Libraries that find `process.send` take their parent for a process manager and
 * tell it that they are ready, or when to restart them; a task's code finds a process as from a terminal.
 */
export function hideChannel(): void {
  delete process.send;
}
