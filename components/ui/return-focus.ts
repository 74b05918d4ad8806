/**
 * For `onCloseAutoFocus` of what floats: the focus goes back a moment after it has closed. A key that was
 * pressed in that moment may have led it to a row already, where it stays.
 */
export function keepMovedFocus(event: Event): void {
  const { activeElement, body } = document;
  if (activeElement !== null && activeElement !== body) event.preventDefault();
}
