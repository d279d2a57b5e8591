/** What stands in a text field of a form that was sent. */
export function formText(data: FormData, name: string): string {
  const value = data.get(name);
  return typeof value === "string" ? value.trim() : "";
}

/** Six digits are often pasted with a space in the middle. */
export function formCode(data: FormData, name: string): string {
  return formText(data, name).replace(/\s/g, "");
}
