import { z } from "zod";

const jid = z.string().regex(/^[^@\s]+@(c\.us|lid|g\.us|broadcast)$|^status@broadcast$/);

/** A person writes. Without `lid` the message comes from the number, with it from the other name of the same person. */
export const receiveRequest = z.strictObject({
  /** Digits with the country code; for a group or a status, the whole id. */
  from: z.string().min(5),
  lid: z.string().regex(/^\d+$/).optional(),
  name: z.string().default(""),
  body: z.string().default(""),
  type: z.string().default("chat"),
  id: z.string().optional(),
  /** Seconds; now when absent. */
  t: z.number().int().optional(),
  /** The id (any form) of a message that this one answers. */
  quotes: z.string().optional(),
  place: z
    .strictObject({ lat: z.number(), lng: z.number(), loc: z.string().optional() })
    .optional(),
  file: z
    .strictObject({
      mimetype: z.string(),
      filename: z.string().optional(),
      /** base64; absent: the file has expired. */
      data: z.string().optional(),
      /** What the page claims to be the size. */
      size: z.number().int().optional(),
      delayMs: z.number().int().optional(),
    })
    .optional(),
});
export type ReceiveRequest = z.input<typeof receiveRequest>;

/** Somebody of the association answers on the telephone itself. */
export const typeRequest = z.strictObject({
  to: jid,
  body: z.string(),
  id: z.string().optional(),
  t: z.number().int().optional(),
});
export type TypeRequest = z.input<typeof typeRequest>;

/** The page's own message, on its way out. */
export const sendRequest = z.object({
  id: z.string(),
  serialized: z.string(),
  remote: jid,
  type: z.string(),
  t: z.number(),
  body: z.string(),
  quotedStanzaID: z.string().optional(),
  attrs: z.record(z.string(), z.unknown()),
  file: z
    .object({
      mimetype: z.string(),
      filename: z.string().optional(),
      filehash: z.string(),
      size: z.number(),
      data: z.string().optional(),
    })
    .optional(),
});

export const answerRequest = z.object({
  number: z.number(),
  result: z.unknown(),
  error: z.string().optional(),
});

export const eventRequest = z.object({ type: z.string(), data: z.record(z.string(), z.unknown()) });
