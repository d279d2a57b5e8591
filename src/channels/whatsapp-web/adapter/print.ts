import { printOf } from "./journal.ts";
import type { LibraryMessage } from "./message.ts";

/** The print of a message as the page shows it; equal to that of the order which sent it. */
export function printOfMessage({
  body,
  hasMedia,
}: Pick<LibraryMessage, "body" | "hasMedia">): string {
  return printOfSent({ text: body, isFile: hasMedia });
}

/** `text` is what a person reads: the text, the caption of a file, the question of a poll. */
export function printOfSent({ text, isFile }: { text: string; isFile: boolean }): string {
  return printOf(`${isFile ? "file" : "text"} ${text}`);
}
