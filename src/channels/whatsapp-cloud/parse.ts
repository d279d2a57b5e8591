import { z } from "zod";
import type { Inbound, Party, Receipt } from "../channel.ts";
import type { Parsed } from "../webhook.ts";
import { cleanDisplayName, digitsOf, phoneAddress, USER_ID, userAddress } from "../whatsapp.ts";
import { parseReceipt } from "./receipt.ts";
import { inboundBodyOf } from "./inbound-body.ts";

/** Whose webhook this is; Meta may call one address for several numbers. */
export interface Recipient {
  channelId: string;
  phoneNumberId: string;
}

export type CloudEvent = { inbound: Inbound } | { receipt: Receipt };

/**
 * All that one call of Meta tells: several messages and reports, in any order, reports of messages whose id we do not
 * know yet among them. What a single entry lacks costs that entry and not the others; what is new here is passed over.
 */
export function parseWebhook(payload: unknown, recipient: Recipient): Parsed<CloudEvent[]> {
  const read = payloadShape.safeParse(payload);
  if (!read.success) return { ok: false, reason: "not a webhook of a WhatsApp account" };
  const changes = read.data.entry.flatMap(({ changes }) => changes);
  const ours = changes.filter(
    ({ value }) => value.metadata?.phone_number_id === recipient.phoneNumberId,
  );
  return { ok: true, value: ours.flatMap((change) => eventsOf(change, recipient)) };
}

const many = z.array(z.unknown()).default([]).catch([]);

const valueShape = z.object({
  metadata: z.object({ phone_number_id: z.string() }).optional().catch(undefined),
  contacts: many,
  messages: many,
  statuses: many,
  message_echoes: many,
});

const payloadShape = z.object({
  object: z.literal("whatsapp_business_account"),
  entry: z.array(
    z.object({ changes: z.array(z.object({ field: z.string(), value: valueShape })).catch([]) }),
  ),
});
type Change = z.infer<typeof payloadShape>["entry"][number]["changes"][number];

function eventsOf({ field, value }: Change, { channelId }: Recipient): CloudEvent[] {
  if (field === "smb_message_echoes")
    return value.message_echoes.flatMap((echo) => inboundOf(echo, [], channelId, "self"));
  if (field !== "messages") return [];
  const contacts = value.contacts.flatMap((each) => contactShape.safeParse(each).data ?? []);
  return [
    ...value.messages.flatMap((each) => inboundOf(each, contacts, channelId, "contact")),
    ...value.statuses.flatMap((each) => {
      const receipt = parseReceipt(each, channelId);
      return receipt ? [{ receipt }] : [];
    }),
  ];
}

// ---------------------------------------------------------------- one message

const optionalText = z.string().optional().catch(undefined);

const contactShape = z.object({
  profile: z.object({ name: optionalText }).optional().catch(undefined),
  wa_id: optionalText,
  user_id: optionalText,
});
type Contact = z.infer<typeof contactShape>;

const messageShape = z.looseObject({
  id: z.string().regex(/^[\w.+/=-]{1,300}$/),
  type: z.string().regex(/^\w{1,40}$/),
  from: optionalText,
  from_user_id: optionalText,
  to: optionalText,
  to_user_id: optionalText,
  timestamp: z.coerce.number().int().positive().max(1e11).optional().catch(undefined),
  context: z.object({ id: z.string() }).optional().catch(undefined),
});

/** What the app tells itself: a number or an id has changed. */
const NOTICES = new Set(["system", "request_welcome"]);

/** `self`: staff wrote from the telephone itself, to the person that `to` names. */
function inboundOf(
  given: unknown,
  contacts: readonly Contact[],
  channelId: string,
  author: Inbound["author"],
): CloudEvent[] {
  const message = messageShape.safeParse(given).data;
  if (!message || NOTICES.has(message.type)) return [];
  const { id, timestamp, context } = message;
  const [number, userId] =
    author === "self" ? [message.to, message.to_user_id] : [message.from, message.from_user_id];
  const from = partyOf({ number, userId }, contacts, channelId);
  if (!from) return [];
  const inbound: Inbound = {
    providerMessageId: id,
    channelId,
    from,
    ...(timestamp === undefined ? {} : { sentAt: new Date(timestamp * 1000) }),
    origin: "live",
    author,
    body: inboundBodyOf(message),
    ...(context && message.type !== "reaction" ? { quotedProviderId: context.id } : {}),
  };
  return [{ inbound }];
}

/**
 * A person is known by WhatsApp's own id where it comes, because the number may stop coming one day; the number is then
 * an alias. Both names are looked for in the contacts, too: in the message itself either may be missing.
 */
function partyOf(
  told: { number: string | undefined; userId: string | undefined },
  contacts: readonly Contact[],
  channelId: string,
): Party | undefined {
  const contact = contactOf(told, contacts);
  const digits = digitsOf(told.number ?? contact?.wa_id ?? "");
  const userId = [told.userId, contact?.user_id].find((each) => each && USER_ID.test(each));
  const phone = digits === undefined ? undefined : phoneAddress(channelId, digits);
  const address = userId === undefined ? phone : userAddress(channelId, userId);
  if (!address) return undefined;
  const displayName = cleanDisplayName(contact?.profile?.name);
  return {
    address,
    ...(phone && phone !== address ? { aliases: [phone] } : {}),
    ...(digits === undefined
      ? { phoneAssurance: "none" }
      : { phoneE164: `+${digits}`, phoneAssurance: "platform" }),
    ...(displayName === undefined ? {} : { displayName }),
  };
}

function contactOf(
  { number, userId }: { number: string | undefined; userId: string | undefined },
  contacts: readonly Contact[],
): Contact | undefined {
  return contacts.find(
    ({ wa_id, user_id }) =>
      (userId !== undefined && user_id === userId) || (number !== undefined && wa_id === number),
  );
}
