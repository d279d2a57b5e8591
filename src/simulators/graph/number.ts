import { z } from "zod";

/** A number of the business, as its owner has set it up at Meta. */
export interface SimNumber {
  phoneNumberId: string;
  /** With country code, without plus. */
  displayPhoneNumber: string;
  accessToken: string;
  appSecret: string;
  /** Refuses free messages to people who did not write in the last 24 hours (131047, by report). Off by default. */
  enforceWindow?: boolean;
  /** Approved templates and how many variables each has; all are approved when absent. */
  templates?: Readonly<Record<string, number>>;
}

/** A person: by number, by id, or by both. */
const person = z
  .strictObject({
    waId: z
      .string()
      .regex(/^\d{7,15}$/)
      .optional(),
    userId: z
      .string()
      .regex(/^[A-Z]{2}\.[A-Za-z0-9.]+$/)
      .optional(),
    name: z.string().optional(),
    username: z.string().optional(),
  })
  .refine(({ waId, userId }) => waId !== undefined || userId !== undefined);
export type Person = z.infer<typeof person>;

const written = z.strictObject({
  person,
  /** `{ type: "text", text: { body } }`, with what else Meta puts into a message (`context`). */
  content: z.looseObject({ type: z.string() }),
  /** The same message once more, later. */
  id: z.string().optional(),
});

/** Several messages are one call of the webhook, as Meta batches them. */
export const inboundRequest = z.strictObject({
  phoneNumberId: z.string(),
  messages: z.array(written).min(1),
  /** Reports in the same call, as Meta would write them. */
  statuses: z.array(z.looseObject({ id: z.string(), status: z.string() })).default([]),
  /** Calls the webhook twice at the same time. */
  duplicate: z.boolean().default(false),
});
export type InboundRequest = z.input<typeof inboundRequest>;

/** Staff answered in the app on the telephone itself. */
export const echoRequest = z.strictObject({
  phoneNumberId: z.string(),
  person,
  content: z.looseObject({ type: z.string() }),
});
export type EchoRequest = z.input<typeof echoRequest>;

export const subscribeRequest = z.strictObject({
  phoneNumberId: z.string(),
  url: z.url(),
  verifyToken: z.string(),
});
export type SubscribeRequest = z.input<typeof subscribeRequest>;

export const fileRequest = z.strictObject({
  base64: z.string(),
  mime: z.string(),
});
export type FileRequest = z.input<typeof fileRequest>;
