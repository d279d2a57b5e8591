import { stripBidi } from "./normalise.ts";

/**
 * Wraps every left-to-right token that would be turned round in U+2066 ... U+2069, so that numbers with separators, telephone numbers,
 * masks and case numbers keep their order inside Arabic text. Links stay bare: apps find them by their characters.
 * What was isolated before is isolated anew, once.
 */
export function isolateLtr(text: string): string {
  return stripBidi(text).replace(TOKEN, (token) =>
    needsIsolation(token) ? isolated(token) : token,
  );
}

/** First-strong isolation, for names and free text of people inside our sentences. */
export function isolateAuto(text: string): string {
  return `\u2068${stripBidi(text)}\u2069`;
}

// Links come first so that nothing inside them is touched. Every other form ends in a letter, digit or bullet: the
// hyphen of "1- نعم" belongs to the Arabic line.
const TOKEN = new RegExp(
  [
    String.raw`(?:https?:\/\/|www\.)\S+`,
    String.raw`\+\d(?:[ \-]?\d)+`,
    String.raw`\bSA[\d•]{2}(?: ?[\dA-Z•]{4})+(?![\dA-Z•])`,
    String.raw`\b0\d{2} \d{3} \d{4}\b`,
    String.raw`[A-Za-z0-9•]+(?:[\-–./:_@#][A-Za-z0-9•]+)*`,
  ].join("|"),
  "g",
);
const LINK = /^(?:https?:\/\/|www\.)/i;
/** Words and plain numbers (also 3,500 and 09:00) keep their order by themselves. */
const STEADY = /^(?:[A-Za-z]+|\d+(?:[.,:]\d+)?)$/;

function needsIsolation(token: string): boolean {
  return !LINK.test(token) && !STEADY.test(token) && /[\d•@]/.test(token);
}

function isolated(token: string): string {
  return `\u2066${token}\u2069`;
}
