import type { Outbound } from "../channel.ts";
import { plainText } from "../plain-text.ts";
import { MAX_CHARS } from "./options.ts";

/** The text that would be sent: options below the question as "1- label", because there are no buttons. Pure. */
export function render({ body }: Outbound): { text: string; warnings: string[] } {
  const text =
    body.kind === "choices" && !body.numbered
      ? [body.text, ...optionLines(body.options)].join("\n")
      : plainText(body);
  const isTooLong = text.length > MAX_CHARS;
  return {
    text,
    warnings: isTooLong ? [`${text.length} characters, the limit is ${MAX_CHARS}`] : [],
  };
}

/** A negative number marks an option that is understood but never offered. */
function optionLines(options: readonly { number: number; label: string }[]): string[] {
  return options
    .filter(({ number }) => number >= 0)
    .map(({ number, label }) => `${number}- ${label}`);
}
