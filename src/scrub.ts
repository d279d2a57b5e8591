/*
 * Takes personal data and secrets out of what is about to be logged. Two nets, because either alone leaks:
 * keys that hold what people wrote or what opens doors are removed whole, and every remaining text is searched for
 * what looks like an identity number, an account, a telephone, an address or a token, in any depth.
 * It would rather mask an innocent number than let one of a person through: times are ISO text for that reason.
 */

const REMOVED = "[removed]";

/** Lower case, without "-" and "_". */
const REMOVED_KEYS = new Set(
  `text body caption answer answers value values label variables draft note comment rating
  name displayname fullname firstname lastname profilename contactname filename
  secret secrets token accesstoken refreshtoken authtoken password passphrase pin otp totp totpsecret code
  authorization cookie setcookie csrf xcsrftoken apikey masterkey xtwiliosignature xhubsignature256
  nationalid identity iban phone mobile email payload rawbody
  keyvalue writeerrors filter`.split(/\s+/),
);

// Error codes are what a log is read for: ECONNREFUSED, store.unavailable, 11000. A one-time code has 4 to 8 digits.
const ERROR_CODE = /^(?:[A-Z][A-Z0-9_]+|[a-z][a-z-]*(?:\.[a-z][a-z_-]*)+|11000|FST_\w+)$/;

// Any script's digit, and between digits the blanks and direction marks that people and telephones put there.
const GAP = "[ \\u00a0\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]*";
const PHONE_GAP = "[ ()\\u00a0\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069-]*";
const D = "\\p{Nd}";
const ONE_OR_TWO = "[12١٢۱۲１２]";
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const TWILIO_ID = /^[A-Z]{2}[0-9a-f]{32}$/; // names a message or an account and opens nothing

/** In order: what says by its surroundings that it is secret, then what is recognised by its shape. */
const masks: [pattern: RegExp, mask: string | ((found: string) => string)][] = [
  [/:\/\/[^/@\s"]+@/g, "://[credentials]@"],
  [/\b(Bearer|Basic) +[\w.~+/=-]+/gi, "$1 [token]"],
  [/\/form\/[^/?#\s"']+/g, "/form/[token]"],
  [/([?&;](?:token|code|password|secret|key|sig|signature|state)=)[^&\s"'#]+/gi, "$1[token]"],
  [
    /((?:\bcode|\botp|\bpin|رمز|كود)[^\p{Nd}\n]{0,15}?)(?<!\p{Nd})\p{Nd}{4,8}(?!\p{Nd})/giu,
    "$1[code]",
  ],
  [/dup key: \{[^\n]*\}/g, "dup key: [removed]"],
  [/\bvalue "[^\n]*"/g, 'value "[removed]"'],
  [/`[^`\n]*`( is not a valid)/g, "`[removed]`$1"],
  [/, "[^\n]*" is not valid JSON/g, ', "[removed]" is not valid JSON'],
  [/, [^\n]* is not valid JSON/g, ", [removed] is not valid JSON"],
  [/[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/gi, "[address]"],
  [/\b\d{7,20}@lid\b/g, "[address]"],
  [new RegExp(`\\bSA${GAP}(?:${D}${GAP}){2}(?:[A-Z0-9\\p{Nd}]${GAP}){16,20}`, "giu"), "[iban]"],
  [/\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}\b/g, "[iban]"],
  [new RegExp(`[+＋]${GAP}${D}(?:${PHONE_GAP}${D}){7,14}`, "gu"), "[phone]"],
  [
    new RegExp(
      `(?<!${D})(?:[0٠۰０]{2}${GAP})?[9٩۹９][6٦۶６]{2}(?:${PHONE_GAP}${D}){9}(?!${D})`,
      "gu",
    ),
    "[phone]",
  ],
  [new RegExp(`(?<!${D})[0٠۰０][5٥۵５](?:${PHONE_GAP}${D}){8}(?!${D})`, "gu"), "[phone]"],
  [new RegExp(`(?<!${D})${ONE_OR_TWO}(?:${GAP}${D}){9}(?!${D})`, "gu"), "[identity]"],
  [/[A-Za-z0-9_-]{32,}/g, maskedToken],
];

/** One text with what it holds of people and secrets masked. */
export function scrubText(text: string): string {
  return masks.reduce(
    (clean, [pattern, mask]) =>
      typeof mask === "string" ? clean.replace(pattern, mask) : clean.replace(pattern, mask),
    text,
  );
}

/** The same for a tree as JSON can hold it: keys that must not be logged are removed, texts and numbers masked. */
export function scrubTree(tree: unknown): unknown {
  if (typeof tree === "string") return scrubText(tree);
  if (typeof tree === "number") return scrubNumber(tree);
  if (Array.isArray(tree)) return tree.map(scrubTree);
  if (typeof tree !== "object" || tree === null) return tree;
  if ("type" in tree && tree.type === "Buffer") return REMOVED;
  return Object.fromEntries(
    Object.entries(tree).map(([key, value]) => [
      scrubText(key),
      mustGo(key, value) ? REMOVED : scrubTree(value),
    ]),
  );
}

/** An error as it may be logged: drivers hang whole documents on theirs, so only what is named here passes. */
export function scrubError(error: Error, depth = 0): Record<string, unknown> {
  const { code, cause, errors } = error as Error & Record<"code" | "cause" | "errors", unknown>;
  return {
    type: error.constructor.name,
    message: scrubMessage(error.message),
    ...(isErrorCode(code) ? { code } : {}),
    stack: scrubMessage(error.stack ?? ""),
    ...(cause instanceof Error && depth < 5 ? { cause: scrubError(cause, depth + 1) } : {}),
    ...(Array.isArray(errors) && depth < 5
      ? {
          errors: errors
            .filter((one) => one instanceof Error)
            .slice(0, 10)
            .map((one) => scrubError(one, depth + 1)),
        }
      : {}),
  };
}

/** Messages of logs and errors are English: Arabic in one is what somebody wrote. */
export function scrubMessage(text: string): string {
  return scrubText(text).replace(/\p{Script=Arabic}[\p{Script=Arabic}\p{M}\s]*/gu, "[text]");
}

function scrubNumber(number: number): number | string {
  const text = String(number);
  const clean = scrubText(text);
  return clean === text ? number : clean;
}

function mustGo(key: string, value: unknown): boolean {
  if (value === null || typeof value === "boolean") return false;
  const plain = key.toLowerCase().replaceAll(/[-_]/g, "");
  if (!REMOVED_KEYS.has(plain)) return false;
  return !(plain === "code" && isErrorCode(value));
}

function isErrorCode(value: unknown): boolean {
  return (typeof value === "string" || typeof value === "number") && ERROR_CODE.test(String(value));
}

function maskedToken(found: string): string {
  const digits = found.replaceAll(/\D/g, "").length;
  return digits < 2 || UUID.test(found) || TWILIO_ID.test(found) ? found : "[token]";
}
