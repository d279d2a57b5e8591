/**
 * Closes a form when its change is done; a refusal is shown by the form, which stays. Asked of the promise and not of the
 * mutation: the part of the page that began it may be gone when the answer comes.
 */
export function thenClose(work: Promise<unknown>, close: () => void): void {
  work.then(close, () => undefined);
}
