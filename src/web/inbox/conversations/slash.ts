import type { Canned } from "../../../http/staff/api.ts";

/** What stands after the slash at the beginning of a reply; undefined when there is none. */
export function slashOf(text: string): string | undefined {
  return /^\/([^\s]*)$/.exec(text)?.[1];
}

/** By the beginning of its shortcut, or by a word of its text. */
export function matches({ shortcut, text }: Canned, slash: string): boolean {
  return (
    shortcut.startsWith(slash) ||
    text.ar.includes(slash) ||
    text.en.toLowerCase().includes(slash.toLowerCase())
  );
}
