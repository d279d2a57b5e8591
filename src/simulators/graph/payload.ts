import type { Person, SimNumber } from "./number.ts";

/*
 * Webhooks as Meta writes them (graph API, whatsapp_business_account).
 */

export interface SimMessage {
  id: string;
  phoneNumberId: string;
  direction: "inbound" | "outbound" | "echo";
  /** The number of the person without plus, or his id where there is no number. */
  person: string;
  type: string;
  /** What is read on the telephone, buttons included. */
  text: string;
  /** What was asked of the API, or what the person sent. */
  content: Readonly<Record<string, unknown>>;
  status: string;
  errorCode: number | null;
  createdAt: Date;
}

export function webhookOf(number: SimNumber, value: object, field = "messages") {
  const metadata = {
    display_phone_number: number.displayPhoneNumber,
    phone_number_id: number.phoneNumberId,
  };
  return {
    object: "whatsapp_business_account",
    entry: [
      {
        id: "100000000000001",
        changes: [{ value: { messaging_product: "whatsapp", metadata, ...value }, field }],
      },
    ],
  };
}

export function contactOf({ waId, userId, name, username }: Person) {
  const profile = { name: name ?? "نورة", ...(username === undefined ? {} : { username }) };
  return {
    profile,
    ...(waId === undefined ? {} : { wa_id: waId }),
    ...(userId === undefined ? {} : { user_id: userId }),
  };
}

export function messageOf(person: Person, message: SimMessage) {
  return {
    ...(person.waId === undefined ? {} : { from: person.waId }),
    ...(person.userId === undefined ? {} : { from_user_id: person.userId }),
    id: message.id,
    timestamp: secondsOf(message.createdAt),
    ...message.content,
  };
}

export function echoOf(person: Person, message: SimMessage, number: SimNumber) {
  return {
    from: number.displayPhoneNumber,
    ...(person.waId === undefined ? {} : { to: person.waId }),
    ...(person.userId === undefined ? {} : { to_user_id: person.userId }),
    id: message.id,
    timestamp: secondsOf(message.createdAt),
    ...message.content,
  };
}

export function statusOf(message: SimMessage, at: Date) {
  const { id, status, person, errorCode, content } = message;
  const callback = content["biz_opaque_callback_data"];
  return {
    id,
    status,
    timestamp: secondsOf(at),
    recipient_id: person,
    ...(callback === undefined ? {} : { biz_opaque_callback_data: callback }),
    ...(status === "failed"
      ? { errors: [{ code: errorCode, title: "Message undeliverable" }] }
      : { pricing: { billable: true, pricing_model: "PMP", category: "service" } }),
  };
}

function secondsOf(date: Date): string {
  return String(Math.floor(date.getTime() / 1000));
}
