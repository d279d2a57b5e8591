/*
 * What is well formed and still not good enough to serve people with. Each check answers with a reason that
 * never repeats the value, or with nothing.
 */

const KEY_BYTES = 32; // AES-256
const PASSWORD_LENGTH = 12;
// 32 random bytes show about 30 different values; fewer than 16 is a pattern that somebody typed.
const LEAST_DIFFERENT_BYTES = 16;
const SAMPLES = /change.?me|pass.?word|secret|example|default|admin|12345|qwerty|wasl/i;

/** Reads a key written in hex or base64 (both alphabets). Shorter than 32 bytes or anything else: undefined. */
export function decodeKey(text: string): Buffer | undefined {
  const encoding = /^([0-9a-f]{2})+$/i.test(text) ? "hex" : "base64";
  if (encoding === "base64" && !/^[A-Za-z0-9+/_-]+={0,2}$/.test(text)) return undefined;
  const key = Buffer.from(text, encoding);
  return key.length >= KEY_BYTES ? key : undefined;
}

export function weakKey(text: string): string | undefined {
  const key = decodeKey(text);
  if (!key) return "is weak: it must be at least 32 random bytes in base64 or hex";
  if (new Set(key).size < LEAST_DIFFERENT_BYTES || SAMPLES.test(key.toString("latin1"))) {
    return "is weak: it is a pattern, not 32 random bytes";
  }
  return undefined;
}

/** A database address needs a password of its own, unless the server is on this machine. */
export function weakServerUrl(address: string): string | undefined {
  const password = passwordOf(address);
  if (password === undefined) {
    return isLocal(address) || /[?&]authMechanism=MONGODB-(X509|AWS)/.test(address)
      ? undefined
      : "is weak: a server beyond this machine needs a password in its address";
  }
  if (password.length < PASSWORD_LENGTH || SAMPLES.test(password)) {
    return `is weak: its password must have ${PASSWORD_LENGTH} characters or more and be no sample`;
  }
  return undefined;
}

/** What travels beyond this machine is encrypted. */
export function weakPublicUrl(address: string): string | undefined {
  return address.startsWith("https:") || isLocal(address)
    ? undefined
    : "is weak: beyond this machine it must begin with https://";
}

// A replica set names several hosts, which the URL class refuses, so the parts are cut out by hand.
function authorityOf(address: string): string {
  return /^[a-z+]+:\/\/([^/?#]*)/i.exec(address)?.[1] ?? "";
}

function passwordOf(address: string): string | undefined {
  const authority = authorityOf(address);
  const credentials = authority.slice(0, Math.max(authority.lastIndexOf("@"), 0));
  const password = credentials.slice(credentials.indexOf(":") + 1);
  if (!credentials.includes(":") || password === "") return undefined;
  try {
    return decodeURIComponent(password);
  } catch {
    return password;
  }
}

function isLocal(address: string): boolean {
  const authority = authorityOf(address);
  const hosts = authority.slice(authority.lastIndexOf("@") + 1).split(",");
  return hosts.every((host) => /^(localhost|127(\.\d+){3}|\[::1\]|%2f.*)(:\d+)?$/i.test(host));
}
