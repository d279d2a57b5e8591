import type { HttpIn } from "../channel.ts";
import { isSecret, isSigned } from "../proof.ts";
import { headerOf } from "../webhook.ts";
import { placesIn, type Proof } from "../../sms-gateway.ts";
import { fill } from "./template.ts";

/** Whether a call comes from the gateway, as its description says that it proves it. */
export function proofOf(
  proof: Proof,
  request: HttpIn,
  { credentials, now }: { credentials: Readonly<Record<string, string>>; now: Date },
): "genuine" | "missing" | "wrong" | "too old" {
  const secrets = secretsOf(proof, credentials);
  const name = proof.kind === "hmac" ? proof.header : proof.name;
  const isInQuery = proof.kind === "secret" && proof.in === "query";
  const given = isInQuery ? queryOf(request).get(name) : headerOf(request, name);
  if (!given) return "missing";
  if (proof.kind === "secret") return isSecret(given, secrets) ? "genuine" : "wrong";

  const { algorithm, encoding, prefix, timestampHeader, toleranceSeconds } = proof;
  if (!given.startsWith(prefix)) return "wrong";
  const time = timestampHeader === undefined ? "" : (headerOf(request, timestampHeader) ?? "");
  const bytes = Buffer.concat([request.rawBody, Buffer.from(time)]);
  const signature = given.slice(prefix.length);
  if (!isSigned({ algorithm, secrets, bytes, signature, encoding })) return "wrong";
  if (timestampHeader === undefined) return "genuine";
  const apart = Math.abs(now.getTime() / 1000 - Number(time));
  return apart <= toleranceSeconds ? "genuine" : "too old";
}

export function queryOf({ url }: HttpIn): URLSearchParams {
  return new URL(url, "http://webhook.invalid").searchParams;
}

/** The secret in use and, while it is being exchanged, the next one. */
function secretsOf(
  { secret, nextSecret }: Proof,
  credentials: Readonly<Record<string, string>>,
): string[] {
  const hasNext =
    nextSecret !== undefined &&
    placesIn(nextSecret).every((name) => Object.hasOwn(credentials, name));
  const all = hasNext ? [secret, nextSecret] : [secret];
  return all.map((each) => fill(each, credentials)).filter((each) => each !== "");
}
