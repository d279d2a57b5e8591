import { createHash } from "node:crypto";
import type { Inbound, MediaRef } from "./channel.ts";
import { callProvider, type Called } from "./http-call.ts";

/** Where the bytes of a file that came in are kept. One that is refused stays out, its message comes in. */
export type SaveMedia = (
  bytes: Uint8Array,
  mime: string,
  fileName: string | undefined,
) => Promise<string | { refusal: NonNullable<MediaRef["refusal"]> }>;

interface Account {
  accountSid: string;
  authToken: string;
  apiUrl: string | undefined;
  save: SaveMedia;
}

/**
 * Fetches the files of a message before it is stored. Twilio answers with another address, where they lie for all who
 * know it: the password goes to Twilio alone, and no other host than theirs is asked. What cannot be fetched costs the
 * file and not the message; that it cannot be kept costs both, and Twilio calls again.
 */
export async function withFiles(inbound: Inbound, account: Account): Promise<Inbound> {
  const { body } = inbound;
  if (body.kind !== "media") return inbound;
  const deadline = performance.now() + TIMEOUT_MS;
  const media = await Promise.all(body.media.map((ref) => fetched(ref, account, deadline)));
  return { ...inbound, body: { ...body, media } };
}

const TIMEOUT_MS = 10_000; // Twilio waits 15 s for our answer
const MAX_BYTES = 16_000_000;

async function fetched(ref: MediaRef, account: Account, deadline: number): Promise<MediaRef> {
  const file = await download(ref.providerRef, account, deadline);
  if (file.kind === "too-large") return { ...ref, state: "refused", refusal: "too-large" };
  if (file.kind !== "answer" || file.status !== 200)
    return { ...ref, state: isGone(file) ? "expired" : "pending" };
  const { bytes } = file;
  const facts = { bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") };
  const kept = await account.save(bytes, ref.mime, ref.fileName);
  return typeof kept === "string"
    ? { ...ref, ...facts, state: "fetched", storageKey: kept }
    : { ...ref, ...facts, state: "refused", refusal: kept.refusal };
}

async function download(address: string, account: Account, deadline: number): Promise<Called> {
  const { accountSid, authToken, apiUrl } = account;
  const basic = Buffer.from(`${accountSid}:${authToken}`).toString("base64");
  const first = await ask(address, TWILIO, { authorization: `Basic ${basic}` });
  const isElsewhere = first.kind === "answer" && first.status >= 301 && first.status <= 308;
  return isElsewhere ? ask(first.headers.get("location") ?? "", STORES, {}) : first;

  async function ask(url: string, hosts: RegExp, headers: Record<string, string>): Promise<Called> {
    const timeoutMs = Math.floor(deadline - performance.now());
    const pointed = pointedTo(url, hosts, apiUrl);
    if (pointed === undefined || timeoutMs <= 0) return { kind: "never-left" };
    return callProvider({ url: pointed, headers, timeoutMs, maxBytes: MAX_BYTES });
  }
}

const TWILIO = /^(?:[\w-]+\.)*twilio\.com$/;
const STORES = /^(?:[\w-]+\.)*(?:twiliocdn\.com|twilio\.com|amazonaws\.com)$/;

/** The address to ask; undefined when it is nobody's whom we would ask. A stand-in speaks for all of Twilio's hosts. */
function pointedTo(address: string, hosts: RegExp, apiUrl: string | undefined): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const { protocol, hostname, origin, pathname, search } = new URL(address);
  const isTheirs = protocol === "https:" && hosts.test(hostname);
  if (apiUrl === undefined) return isTheirs ? address : undefined;
  const isStandIn = origin === new URL(apiUrl).origin;
  return isTheirs || isStandIn ? new URL(apiUrl).origin + pathname + search : undefined;
}

function isGone(called: Called): boolean {
  return called.kind === "answer" && [404, 410].includes(called.status);
}
