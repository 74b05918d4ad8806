/**
 * Resolves when the message has been handed to the operating system: awaiting it is the
 * back-pressure. A closed channel is no error here; losing the parent ends the process anyway.
 */
export function sendToParent(message: object): Promise<void> {
  return new Promise((resolve) => {
    if (!process.send || !process.connected) resolve();
    else process.send(message, undefined, undefined, () => resolve());
  });
}
