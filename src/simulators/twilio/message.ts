import { randomBytes } from "node:crypto";
import { countSegments } from "../../channels/sms.ts";

/** One message that the stand-in knows: the outside world's own record of what really happened. */
export interface SimMessage {
  sid: string;
  accountSid: string;
  direction: "inbound" | "outbound-api";
  /** Null while a sender pool has not chosen one. */
  from: string | null;
  to: string;
  body: string;
  segments: number;
  status: string;
  errorCode: number | null;
  createdAt: Date;
  sentAt: Date | null;
  messagingServiceSid: string | null;
  /** The content template of a WhatsApp message and what fills its places, as asked. */
  contentSid: string | null;
  contentVariables: Record<string, string> | null;
  /** What was fetched from the addresses of files, in base64. */
  media: { contentType: string; data: string }[];
}

export function newMessage(
  fields: Pick<SimMessage, "accountSid" | "direction" | "to" | "body" | "createdAt"> &
    Partial<SimMessage>,
): SimMessage {
  return {
    sid: `SM${randomBytes(16).toString("hex")}`,
    from: null,
    segments: Math.max(1, countSegments(fields.body).segments),
    status: "queued",
    errorCode: null,
    sentAt: null,
    messagingServiceSid: null,
    contentSid: null,
    contentVariables: null,
    media: [],
    ...fields,
  };
}

/** A message as Twilio's API shows it: times in whole seconds (RFC 2822), numbers as text. */
export function messageResource(message: SimMessage) {
  const { accountSid, sid } = message;
  return {
    sid,
    account_sid: accountSid,
    api_version: "2010-04-01",
    body: message.body,
    date_created: message.createdAt.toUTCString(),
    date_sent: message.sentAt?.toUTCString() ?? null,
    date_updated: (message.sentAt ?? message.createdAt).toUTCString(),
    direction: message.direction,
    error_code: message.errorCode,
    error_message: null,
    from: message.from,
    to: message.to,
    num_media: String(message.media.length),
    num_segments: String(message.segments),
    price: null,
    price_unit: "USD",
    messaging_service_sid: message.messagingServiceSid,
    status: message.status,
    subresource_uris: {},
    uri: `/2010-04-01/Accounts/${accountSid}/Messages/${sid}.json`,
  };
}
