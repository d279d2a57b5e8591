import type { ErrorClass, SendOutcome } from "../../channel.ts";
import { errorOf, rejected, unknown } from "../../outcome.ts";
import { PageAway } from "./gate.ts";

/**
 * What an error of the library means for the message. `before`: nothing was handed to the page yet; `during`: it may
 * have left, unless the error says by its place that it cannot have. No text is passed on: it may quote a person.
 */
export function outcomeOfError(error: unknown, when: "before" | "during"): SendOutcome {
  if (error instanceof PageAway) return refused("not-ready", error.message);
  const text = error instanceof Error ? error.message : String(error);
  const known = KNOWN.find(([pattern]) => pattern.test(text));
  if (known) return refused(known[1], known[2]);
  return when === "before"
    ? refused("not-ready", "the page did not answer")
    : unknown("the page failed while it was sending");
}

/** Errors that are thrown before the message exists in the page. */
const KNOWN: readonly [RegExp, ErrorClass, string][] = [
  [/No LID for user/i, "bad-address", "WhatsApp does not know the recipient"],
  [/wid error|invalid wid/i, "bad-address", "not an address of WhatsApp"],
  // The gap after a reload: the library's own functions are not in the page yet.
  [/reading '(?:getChat|sendMessage)'/, "not-ready", "the page is being loaded"],
  [/window\.require is not a function/, "not-ready", "the page is being loaded"],
  [/upload failed|media-fault/i, "transient", "WhatsApp did not take the file"],
  [/unknown module/i, "not-ready", "the page lacks what the library needs"],
];

export function refused(errorClass: ErrorClass, message: string): SendOutcome {
  return rejected(errorOf(errorClass, message));
}
