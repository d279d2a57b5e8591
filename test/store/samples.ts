import type { CaseRecord } from "../../src/cases/case.ts";
import type { Address } from "../../src/channels/channel.ts";
import type {
  AssociationId,
  Conversation,
  InboxRow,
  Message,
  NewCase,
} from "../../src/conversation/ports.ts";

export const khuta = "khuta" as AssociationId;
export const amal = "amal" as AssociationId;

/** Synthetic: no such person, account or number exists. */
export const IDENTITY = "1999912345";
export const IBAN = "SA0399000000000000000000";
export const LINK = "https://wasl.example/f/9f8e7d6c5b4a39281706";
export const CODE = "code-551982";

const at = new Date("2026-03-01T09:00:00.000Z");

export function addressOf(n: number): Address {
  return { channelId: "khuta-sms", scheme: "e164", value: `+96655${String(1_000_000 + n)}` };
}

export function laneOf(n: number): string {
  return `khuta-sms|${addressOf(n).value}`;
}

export function inboxRow(id: string, over: Partial<InboxRow> = {}): InboxRow {
  return {
    id: `khuta-sms|${id}`,
    associationId: khuta,
    lane: laneOf(1),
    order: "000000000000001.000000",
    channelId: "khuta-sms",
    address: addressOf(1),
    origin: "live",
    acceptedAt: at,
    body: { kind: "text", text: "السلام عليكم" },
    ...over,
  };
}

export function conversation(id: string, over: Partial<Conversation> = {}): Conversation {
  return {
    id,
    associationId: khuta,
    version: 1,
    addresses: [laneOf(1)],
    replyTo: addressOf(1),
    holder: "bot",
    state: {
      frames: [{ flow: "support-request", version: 1, step: "income", failures: 0 }],
      answers: { family_size: 5, empty: {}, nothing: null, list: [] },
      secrets: {},
      values: {},
      language: "ar",
      consents: [],
      greeted: true,
      lastActivityAt: at.toISOString(),
    },
    effects: [],
    taken: [],
    backlog: false,
    createdAt: at,
    updatedAt: at,
    ...over,
  };
}

export function message(id: string, over: Partial<Message> = {}): Message {
  return {
    id,
    associationId: khuta,
    conversationId: "c1",
    order: "000000001.0001",
    direction: "out",
    author: "bot",
    address: addressOf(1),
    body: { kind: "text", text: "كم عدد أفراد الأسرة؟" },
    secret: false,
    key: "support-request.family_size",
    purpose: "reply",
    status: "queued",
    attempts: 0,
    createdAt: at,
    ...over,
  };
}

/** `over` may name what belongs to the record and what stands beside it. */
export function newCase(
  id: string,
  over: Partial<Omit<NewCase, "record"> & CaseRecord> = {},
): NewCase {
  const {
    effects = [],
    secrets = { national_id: IDENTITY, iban: IBAN },
    declaration = { text: "declaration.word", vars: { link: { $text: "x" } } },
    ...record
  } = over;
  return {
    associationId: khuta,
    record: {
      id,
      number: `KH-47-${id}`,
      version: 1,
      state: "submitted",
      conversationId: "c1",
      service: "rent",
      source: "sms",
      answers: { need_description: "إيجار متأخر" },
      documents: [],
      onBehalf: false,
      urgent: false,
      openedAt: at.toISOString(),
      decisionNotBefore: null,
      notice: {},
      signature: {},
      survey: "none",
      history: [{ at: at.toISOString(), actor: "contact", change: "opened", to: "submitted" }],
      keys: [id],
      ...record,
    },
    effects,
    address: addressOf(1),
    channelId: "khuta-sms",
    secrets,
    declaration,
    consents: [],
    flow: { name: "support-request", version: 1 },
    policyVersion: "1",
  };
}
