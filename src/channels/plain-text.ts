import type { OutboundBody } from "./channel.ts";

/**
 * A message on a channel that shows text and nothing else: options as numbered lines below the question, a link on a
 * line of its own (inside a line of Arabic it is laid out from the wrong side). A file leaves only its caption.
 */
export function plainText(body: OutboundBody): string {
  switch (body.kind) {
    case "text":
      return body.text;
    case "choices":
      return body.numbered ? body.text : [body.text, ...optionLines(body.options)].join("\n");
    case "form":
      return body.text.includes(body.url) ? body.text : `${body.text}\n${body.url}`;
    case "media":
      return body.caption ?? "";
  }
}

/** A negative number marks an option that is understood but never offered. */
function optionLines(options: readonly { number: number; label: string }[]): string[] {
  return options
    .filter(({ number }) => number >= 0)
    .map(({ number, label }) => `${number} ${label}`);
}
