/** How a call ended. `never-left`: not one byte of the request was sent; `lost`: it may have arrived. */
export type Called =
  | { kind: "answer"; status: number; headers: Headers; bytes: Buffer }
  | { kind: "too-large" }
  | { kind: "never-left" }
  | { kind: "lost" };

/**
 * One call of a provider, with a deadline for all of it, the body of the answer included. A redirection is not followed:
 * it would carry the credentials to a host that nobody configured.
 */
export async function callProvider(request: {
  url: string;
  method?: string;
  headers?: Readonly<Record<string, string>>;
  body?: string | FormData;
  timeoutMs: number;
  /** Largest answer, 1 MB by default. */
  maxBytes?: number;
}): Promise<Called> {
  const { url, method = "GET", headers = {}, body, timeoutMs, maxBytes = MAX_BYTES } = request;
  try {
    const response = await fetch(url, {
      method,
      headers,
      redirect: "manual",
      signal: AbortSignal.timeout(timeoutMs),
      ...(body === undefined ? {} : { body }),
    });
    const bytes = await bytesOf(response, maxBytes);
    if (!bytes) return { kind: "too-large" };
    return { kind: "answer", status: response.status, headers: response.headers, bytes };
  } catch (error) {
    return { kind: NEVER_LEFT.has(codeOf(error)) ? "never-left" : "lost" };
  }
}

/** The JSON of an answer; undefined when it is none (the page of a proxy). */
export function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    return undefined;
  }
}

/** `Retry-After` in seconds; a date or nothing leaves the wait to the caller. */
export function retryAfterMs(headers: Headers, otherwiseMs: number): number {
  const seconds = Number(headers.get("retry-after"));
  return seconds > 0 ? seconds * 1000 : otherwiseMs;
}

const MAX_BYTES = 1_000_000;

/** Looking up the name or connecting failed. */
const NEVER_LEFT = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT"]);

function codeOf(error: unknown): string {
  const { cause } = (error ?? {}) as { cause?: { code?: unknown } };
  return String(cause?.code);
}

/** Undefined as soon as it is more than allowed, whatever the headers promise. */
async function bytesOf(response: Response, maxBytes: number): Promise<Buffer | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > maxBytes) return undefined; // leaving the loop closes the connection
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
