import { z } from "zod";
import { gatewayShape, gatewayUrl } from "../sms-gateway.ts";
import { day, fromEnvironment, site } from "./profile-fields.ts";

/*
 * The ways in and out of an association, as its profile names them: one shape for each transport, because what one of
 * them is told (templates, a gateway) means nothing to another.
 */

/** Why a channel may be used: the policy prints it, or somebody approved it on a day. `demo` is for the demonstration only. */
const channelApproval = z
  .strictObject({ ref: z.string().min(3), by: z.string().optional(), date: day.optional() })
  .refine(
    ({ ref, by, date }) =>
      ref === "printed" || ref === "demo" || (by !== undefined && date !== undefined),
    {
      message: "should name who approved it and when: by, date",
    },
  );

const digital = {
  enabled: z.boolean(),
  /** Saudi alphanumeric senders cannot receive: there every question goes by link. */
  direction: z.enum(["two-way", "outbound-only"]),
  approval: channelApproval,
  credentials: z.record(z.string().regex(/^[a-z][a-zA-Z0-9]*$/), fromEnvironment),
};

// ---------------------------------------------------------------- WhatsApp after the 24 hours

/** The key of a message (`idle.24h`), or `*` for all that have none of their own. */
const messageKey = z
  .string()
  .regex(/^(?:\*|[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*)$/, "should be the key of a message, or *");

/** What fills the places of a template, in their order: the message on one line, or the link in it. */
const parameters = z.array(z.enum(["text", "link"])).max(2, "should be text and link at most");

const metaTemplate = z.strictObject({
  name: z.string().regex(/^[a-z0-9_]{1,512}$/, "should be the template's name at Meta"),
  language: z
    .string()
    .regex(/^[a-z]{2,3}(?:_[A-Z]{2})?$/, 'should be the language as approved, such as "ar"'),
  parameters,
  /** Approved with a document at its head: for messages that bring one, such as the letter of a decision. */
  header: z.enum(["document"]).optional(),
});

const contentSid = z
  .string()
  .regex(/^HX[0-9a-fA-F]{32}$/, "should be the id of a content template: HX and 32 signs");

// ---------------------------------------------------------------- the channels

const health = {
  /** Health data must not pass an unofficial client. */
  real_use: z.enum(["official_api_only"]).optional(),
};

export const channels = {
  web: z.strictObject({
    ...digital,
    transport: z.enum(["web"]),
    /** Which sites may embed it. */
    sites: z.array(site).optional(),
  }),

  sms: z.discriminatedUnion("transport", [
    z.strictObject({ ...digital, transport: z.literal("sms-twilio") }),
    z.strictObject({
      ...digital,
      transport: z.literal("sms-http"),
      /** One that comes with Wasl, or a description of one's own (src/sms-gateway.ts). */
      gateway: z.union([z.enum(["unifonic", "android-phone"]), gatewayShape]),
      /** Where this association's own gateway listens, if not where its description says. */
      url: gatewayUrl.optional(),
      /** Calling code of numbers that are written without one; 966. */
      country: z
        .string()
        .regex(/^[1-9]\d{0,2}$/, 'should be a calling code in quotes, such as "966"')
        .optional(),
    }),
  ]),

  whatsapp: z.discriminatedUnion("transport", [
    z.strictObject({
      ...digital,
      ...health,
      transport: z.literal("whatsapp-web"),
      /** How it is linked: eight letters to enter on its telephone (default), or a QR code to scan. */
      pairing: z.enum(["code", "qr"]).optional(),
      /** Choices as polls where they fit; never tried with a live number. */
      polls: z.boolean().optional(),
      /** Stays linked and hears everything, but sends nothing to anybody. */
      paused: z.boolean().optional(),
    }),
    z.strictObject({
      ...digital,
      ...health,
      transport: z.literal("whatsapp-cloud"),
      graph_version: z
        .string()
        .regex(/^v\d{1,3}\.\d$/, 'should be a version such as "v24.0"')
        .optional(),
      /** Approved at Meta, for messages after the 24 hours; a message without one becomes a task of staff. */
      templates: z.record(messageKey, metaTemplate).optional(),
      /** The text (`locales/`) on the button that opens a list; at most 20 signs. */
      list_button: messageKey.optional(),
    }),
    z.strictObject({
      ...digital,
      ...health,
      transport: z.literal("whatsapp-twilio"),
      /** What was prepared in Twilio's Content Template Builder. */
      content: z
        .strictObject({
          /** By number of options: a quick reply (1 to 3) or a list picker (to 10). */
          choices: z
            .record(
              z.string().regex(/^(?:[1-9]|10)$/, "should be a number of options, 1 to 10"),
              contentSid,
            )
            .optional(),
          templates: z
            .record(messageKey, z.strictObject({ sid: contentSid, parameters }))
            .optional(),
        })
        .optional(),
    }),
  ]),
};

export type DigitalChannel = z.infer<
  typeof channels.web | typeof channels.sms | typeof channels.whatsapp
>;

// ---------------------------------------------------------------- what they are opened with

interface Needs {
  all: readonly string[];
  /** One of these. */
  any?: readonly string[];
  /** While a secret is being exchanged. */
  may?: readonly string[];
}

const twilio: Needs = {
  all: ["accountSid", "authToken"],
  any: ["from", "messagingServiceSid"],
  may: ["nextAuthToken"],
};

/** Names of credentials, by transport and, for `sms-http`, by gateway. Not those of a gateway of one's own: its braces tell. */
export const credentialNames: Readonly<Record<string, Needs>> = {
  web: { all: [] },
  "sms-twilio": twilio,
  "whatsapp-twilio": twilio,
  "whatsapp-web": { all: ["phone"] },
  "whatsapp-cloud": {
    all: ["phoneNumberId", "accessToken", "appSecret", "verifyToken"],
    may: ["nextAppSecret"],
  },
  unifonic: { all: ["appSid", "from", "webhookSecret"] },
  "android-phone": {
    all: ["user", "password", "webhookSecret"],
    may: ["nextWebhookSecret", "from"],
  },
};
