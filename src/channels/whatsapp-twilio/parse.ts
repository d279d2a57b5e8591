import { z } from "zod";
import type { Inbound, InboundBody, Party } from "../channel.ts";
import { mediaOf, readForm, sid, type Form, type Recipient } from "../twilio-form.ts";
import type { Parsed } from "../webhook.ts";
import { cleanDisplayName, digitsOf, phoneAddress, USER_ID, userAddress } from "../whatsapp.ts";

/** A message that came in: the form of an SMS, with addresses `whatsapp:+966...` and WhatsApp's own fields. */
export function parseInbound(form: Form, recipient: Recipient): Parsed<Inbound> {
  const read = readForm(inboundForm, form, recipient);
  if (!read.ok) return read;
  const { MessageSid, From, OriginalRepliedMessageSid } = read.value;
  const from = From.slice(PREFIX.length);
  const value: Inbound = {
    providerMessageId: MessageSid,
    channelId: recipient.channelId,
    from: partyOf(from, read.value, recipient.channelId),
    origin: "live",
    author: from === recipient.from ? "self" : "contact",
    body: bodyOf(read.value, form),
    ...(OriginalRepliedMessageSid ? { quotedProviderId: OriginalRepliedMessageSid } : {}),
  };
  return { ok: true, value };
}

const PREFIX = "whatsapp:";

/** A field that is empty, or not what it should be, costs the field and not the message. */
const optional = z.string().optional();
const coordinate = z.coerce.number().optional().catch(undefined);

const inboundForm = z.object({
  AccountSid: z.string(),
  MessageSid: sid,
  From: z.string().refine((from) => {
    const [scheme, value = ""] = from.split(":", 2);
    return scheme === "whatsapp" && (/^\+\d{7,15}$/.test(value) || USER_ID.test(value));
  }),
  Body: z.string().default(""),
  ProfileName: optional,
  WaId: optional,
  ButtonPayload: optional,
  ButtonText: optional,
  ListId: optional,
  ListTitle: optional,
  Latitude: coordinate,
  Longitude: coordinate,
  Address: optional,
  Label: optional,
  MessageType: optional,
  OriginalRepliedMessageSid: sid.optional().catch(undefined),
});
type Fields = z.infer<typeof inboundForm>;

/** Where only WhatsApp's id of the person came, it is the address; the number, if told, is an alias. */
function partyOf(from: string, { WaId = "", ProfileName }: Fields, channelId: string): Party {
  const own = digitsOf(from);
  const digits = own ?? digitsOf(WaId);
  const displayName = cleanDisplayName(ProfileName);
  return {
    address: own === undefined ? userAddress(channelId, from) : phoneAddress(channelId, own),
    ...(own === undefined && digits !== undefined
      ? { aliases: [phoneAddress(channelId, digits)] }
      : {}),
    ...(digits === undefined
      ? { phoneAssurance: "none" }
      : { phoneE164: `+${digits}`, phoneAssurance: "platform" }),
    ...(displayName === undefined ? {} : { displayName }),
  };
}

function bodyOf(fields: Fields, form: Form): InboundBody {
  const { Body, ButtonPayload, ButtonText, ListId, ListTitle, MessageType } = fields;
  if (ListId) return choice(ListId, ListTitle ?? Body, "list");
  if (ButtonPayload) return choice(ButtonPayload, ButtonText ?? Body, "button");
  const location = locationOf(fields);
  if (location) return location;
  const media = mediaOf(form);
  if (media.length > 0) {
    const isVoice = media.every(({ mime }) => mime.startsWith("audio/ogg"));
    const caption = Body === "" ? {} : { caption: Body };
    return { kind: "media", media, ...caption, ...(isVoice ? { voiceNote: true } : {}) };
  }
  if (Body === "" && MessageType && MessageType !== "text")
    return { kind: "unsupported", providerType: MessageType.slice(0, 40) };
  return { kind: "text", text: Body };
}

function choice(optionId: string, label: string, via: "button" | "list"): InboundBody {
  return { kind: "choice", optionId, ...(label === "" ? {} : { label }), via };
}

function locationOf({ Latitude: lat, Longitude: lng, Label, Address }: Fields) {
  if (lat === undefined || lng === undefined) return undefined;
  if (!(Math.abs(lat) <= 90 && Math.abs(lng) <= 180)) return undefined;
  const label = Label || Address;
  return { kind: "location", lat, lng, ...(label ? { label } : {}) } as const;
}
