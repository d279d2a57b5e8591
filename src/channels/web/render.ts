import type { OutboundBody } from "../channel.ts";
import type { LogBody } from "./log.ts";

/**
 * What the page is given of a message: text and options apart, so that options are real buttons. An option with a
 * negative number is understood but never offered as a numbered line; as a button (`skip`) it is.
 */
export function bodyOf(body: OutboundBody): LogBody {
  switch (body.kind) {
    case "text":
      return { kind: "text", text: body.text };
    case "choices":
      return {
        kind: "choices",
        text: body.text,
        options: body.options.map(({ id, label }) => ({ id, label })),
      };
    case "form":
      return { kind: "form", text: body.text, url: body.url };
    case "media":
      return {
        kind: "media",
        ...(body.caption ? { text: body.caption } : {}),
        // A reference into the blob store; the page is given a route of its own for it, never this.
        url: `blob:${body.storageKey}`,
        mime: body.mime,
        fileName: body.fileName,
      };
  }
}

/** A link to a one-time page opens it: it is sealed at rest. */
export function isSecret(body: OutboundBody): boolean {
  return body.kind === "form" || (body.kind !== "media" && body.text.includes("/form/"));
}
