import twilio from "twilio";
import type { Form } from "./twilio-form.ts";

/**
 * Whether Twilio itself sent these parameters to exactly this URL. The signature carries no time: a replay is genuine,
 * and it is the unique message id that makes it harmless.
 *
 * Both tokens are always tried, so the time taken does not tell which one is in use.
 */
export function checkSignature(request: {
  tokens: readonly string[];
  /** The public address as configured, never rebuilt from headers that a proxy or a caller wrote. */
  url: string;
  signature: string | undefined;
  form: Form;
}): "genuine" | "missing" | "wrong" {
  const { tokens, url, signature, form } = request;
  if (!signature) return "missing";
  const isGenuine = tokens.map((token) =>
    twilio.validateRequest(token, signature, url, { ...form }),
  );
  return isGenuine.includes(true) ? "genuine" : "wrong";
}
