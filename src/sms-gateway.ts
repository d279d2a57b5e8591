import { z } from "zod";

/*
 * A gateway for text messages, described by data: most aggregators, and a telephone with a SIM, differ in names of
 * fields only. Texts in braces are filled in: `{to} {from} {text} {id} {shortId} {unicode} {statusUrl}` from the
 * message, any other name from the channel's credentials.
 */

const errorClass = z.enum([
  "transient",
  "rate-limited",
  "not-ready",
  "auth",
  "opted-out",
  "bad-address",
  "content",
  "unsupported",
  "blocked",
  "permanent",
]);

/** Where a value lies in an answer or a call: `data.MessageID`, `messages.0.id`. */
const field = z.string().regex(/^[^.]+(?:\.[^.]+)*$/);

const template = z.string();
const scalar = z.union([z.string(), z.number(), z.boolean()]);

/** How a call of the gateway proves that it comes from the gateway. */
const proof = z.discriminatedUnion("kind", [
  /** A signature over the bytes of the body, followed by the time of `timestampHeader` where there is one. */
  z.strictObject({
    kind: z.literal("hmac"),
    algorithm: z.enum(["sha256", "sha1"]),
    header: z.string(),
    /** Stands before the signature in the header: `sha256=`. */
    prefix: z.string().default(""),
    encoding: z.enum(["hex", "base64"]).default("hex"),
    timestampHeader: z.string().optional(),
    /** How old a signed time (seconds since 1970) may be, or how far ahead. */
    toleranceSeconds: z.number().positive().default(300),
    secret: template,
    /** While a secret is being exchanged; may be without a value. */
    nextSecret: template.optional(),
  }),
  /** A word that only the gateway was told, in a header or in the address that it calls. */
  z.strictObject({
    kind: z.literal("secret"),
    in: z.enum(["header", "query"]),
    name: z.string(),
    secret: template,
    nextSecret: template.optional(),
  }),
]);
export type Proof = z.output<typeof proof>;

const incoming = {
  method: z.enum(["GET", "POST"]).default("POST"),
  format: z.enum(["json", "form", "query"]),
  proof,
  /** Only calls in which this field has this value; others are acknowledged and passed over. */
  only: z.strictObject({ field, equals: scalar }).optional(),
  /** What the gateway wants to hear. */
  answer: z
    .strictObject({ status: z.number().int().default(200), body: z.string().default("") })
    .prefault({}),
};

/** Credentials travel to it: beyond this house's own network only under TLS. */
export const gatewayUrl = z
  .url({ protocol: /^https?$/, error: "should be an address such as https://sms.example.sa" })
  .refine((url) => url.startsWith("https:") || isOfThisHouse(url), {
    message: "should begin with https://, except in your own network",
  });

function isOfThisHouse(url: string): boolean {
  const host = URL.canParse(url) ? new URL(url).hostname : "";
  return /^(?:localhost|\[::1\]|127(?:\.\d+){3}|10(?:\.\d+){3}|192\.168(?:\.\d+){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d+){2})$/.test(
    host,
  );
}

export const gatewayShape = z.strictObject({
  /** For people. */
  name: z.string().min(1),
  /** Where it listens; the only host that is called. */
  url: gatewayUrl,
  /** How it writes numbers: `+966...` or without the plus. */
  numbers: z.enum(["e164", "digits"]),
  /** How many parts it takes a second: a SIM takes about one. */
  partsPerSecond: z.number().positive().max(1000).default(10),
  basicAuth: z.strictObject({ user: template, password: template }).optional(),
  send: z.strictObject({
    method: z.enum(["GET", "POST", "PUT"]).default("POST"),
    path: template,
    /** Filled from the credentials only. */
    headers: z.record(z.string(), template).default({}),
    body: z
      .union([
        z.strictObject({ json: z.json() }),
        z.strictObject({ form: z.record(z.string(), template) }),
      ])
      .optional(),
    success: z.strictObject({
      statuses: z.array(z.number().int()).default([200, 201, 202]),
      /** Many answer 200 to everything and tell in a field. */
      field: field.optional(),
      equals: scalar.optional(),
    }),
    /** The gateway's id of the message; without it the id that we gave is the id. */
    id: field.optional(),
    errorCode: field.optional(),
    /** Answer to an id that it knows already: the message is there. */
    duplicateStatus: z.number().int().optional(),
  }),
  /** What its error codes mean, in answers and in reports; below that what its HTTP statuses mean. */
  errors: z.record(z.string(), errorClass).default({}),
  statuses: z.record(z.string().regex(/^\d{3}$/), errorClass).default({}),
  /** Where a message is found again by its id: 404 = it never arrived. */
  lookup: z.strictObject({ path: template }).optional(),
  inbound: z
    .strictObject({ ...incoming, id: field, from: field, text: field, sentAt: field.optional() })
    .optional(),
  receipts: z
    .strictObject({
      ...incoming,
      id: field,
      state: field,
      /** States that are not here say nothing. */
      states: z.record(z.string(), z.enum(["queued", "sent", "delivered", "failed"])),
      errorCode: field.optional(),
      /** Class of a failure without a known code. */
      failure: errorClass.default("permanent"),
    })
    .optional(),
});
export type Gateway = z.output<typeof gatewayShape>;
export type GatewayDescription = z.input<typeof gatewayShape>;

// ---------------------------------------------------------------- what stands in braces

/** The names in the braces of everything that was given. */
export function placesIn(template: unknown): string[] {
  const text = typeof template === "string" ? template : (JSON.stringify(template) ?? "");
  return [...text.matchAll(PLACE)].map(([, name = ""]) => name);
}

export const PLACE = /\{(\w+)\}/g;

/** Names that nothing fills, when the channel has credentials of these names. Headers are filled from credentials only. */
export function unfilledPlaces(gateway: Gateway, credentials: readonly string[]): string[] {
  const known = new Set([...credentials, ...OPTIONAL]);
  const lacking = [
    ...placesIn(gateway).filter((name) => !known.has(name) && !FROM_MESSAGE.has(name)),
    ...placesIn([gateway.send.headers, gateway.basicAuth]).filter((name) => !known.has(name)),
  ];
  return [...new Set(lacking)];
}

const FROM_MESSAGE = new Set(["to", "text", "id", "shortId", "unicode", "statusUrl"]);
const OPTIONAL = ["nextWebhookSecret"];
