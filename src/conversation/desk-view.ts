import type { InboundBody, OutboundBody } from "../channels/channel.ts";
import { normalise } from "../language/normalise.ts";
import { maskPersonalNumbers } from "../language/personal-numbers.ts";
import type { Conversation, Message } from "./ports.ts";
import type { Desk, DeskTurn } from "./ports-staff.ts";

/* What the desk shows of a conversation, made of the conversation and its messages. No secret and no full number. */

const LONGEST_PREVIEW = 140;
const MAX_WORDS = 60;

/** The card after a turn. */
export function cardTurn(conversation: Conversation, messages: readonly Message[]): DeskTurn {
  const { id, associationId, version, holder, staffId, state, desk, displayName } = conversation;
  const last = messages.at(-1);
  const spoken = messages.findLast((message) => previewOf(message) !== "");
  const name = nameOf(conversation);
  const caseNumber = state.values["case_no"];
  const isCalled = holder !== "bot" && desk !== undefined;
  return {
    id,
    associationId,
    version,
    holder,
    ...(holder === "staff" && staffId ? { staffId } : {}),
    priority: isCalled ? desk.priority : "normal",
    ...(isCalled ? { reason: desk.reason, since: new Date(desk.since) } : {}),
    ...(desk?.claimedAt ? { claimedAt: new Date(desk.claimedAt) } : {}),
    ...(isCalled && desk.unansweredSince
      ? { unansweredSince: new Date(desk.unansweredSince) }
      : {}),
    ...(isCalled && desk.acknowledgedAt ? { acknowledgedAt: new Date(desk.acknowledgedAt) } : {}),
    channelId: conversation.replyTo.channelId,
    ...(name ? { name } : {}),
    preview: spoken ? previewOf(spoken) : "",
    lastAt: last?.createdAt ?? conversation.updatedAt,
    lastAuthor: spoken?.author ?? "system",
    heard: messages.filter(({ author }) => author === "contact").length,
    ...(typeof caseNumber === "string" ? { caseNumber } : {}),
    terms: [
      ...withBareForms(wordsIn([name, displayName].filter(Boolean).join(" "))),
      ...numbersOf(conversation),
      ...(typeof caseNumber === "string" ? numberTerms(caseNumber) : []),
    ],
  };
}

/** The name that the person gave, otherwise the one that his telephone shows. */
function nameOf({ state, displayName }: Conversation): string | undefined {
  const given = state.answers["applicant_name"] ?? state.answers["nickname"];
  return typeof given === "string" && given !== "" ? given : displayName;
}

/** Entries of the search: what people and staff wrote. What is sealed (a code, a full number) is not found. */
export function wordsOf(message: Message): Parameters<Desk["index"]>[0][number][] {
  const isSpoken = message.author === "contact" || message.author === "staff";
  const words = isSpoken && !message.secret ? withBareForms(wordsIn(textOf(message.body))) : [];
  if (words.length === 0) return [];
  const { id, associationId, conversationId, createdAt: at } = message;
  return [{ id, associationId, conversationId, at, words }];
}

/** Normalised as the search does it: letters that people exchange are one, digits are Latin, masks and signs are gone. */
export function wordsIn(text: string): string[] {
  const words = normalise(maskPersonalNumbers(text).replace(/••••\d*/g, " "))
    .split(/[\s.,]+/)
    .filter((word) => word.length > 1);
  return [...new Set(words)].slice(0, MAX_WORDS);
}

/** «والثلاجة» is found by «ثلاجة» too. */
function withBareForms(words: readonly string[]): string[] {
  const bare = words.flatMap((word) => [
    word,
    word.replace(ARTICLE, "$1"),
    word.replace(AND, "$1"),
  ]);
  return [...new Set(bare)];
}

const AND = /^و(\p{L}{3,})$/u;
const ARTICLE = /^(?:[وفبك]?ال|لل)(\p{L}{3,})$/u;

/** A case number is found whole, without its signs, and by its digits. */
export function numberTerms(number: string): string[] {
  const bare = number.toLowerCase().replace(/[^a-z0-9]/g, "");
  return [bare, bare.replace(/^[a-z]+/, "")];
}

function numbersOf({ addresses, verifiedPhone }: Conversation): string[] {
  const phones = [...addresses, verifiedPhone ?? ""].flatMap(
    (each) => /\+(\d{7,15})$/.exec(each)?.[1] ?? [],
  );
  // With and without the country, since people dictate 05...
  return [...new Set(phones.flatMap((digits) => [digits, digits.replace(/^966/, "0")]))];
}

function previewOf(message: Message): string {
  if (message.secret) return "••••";
  return textOf(message.body).replace(/\s+/g, " ").trim().slice(0, LONGEST_PREVIEW);
}

export function textOf(body: OutboundBody | InboundBody | { kind: "note"; text: string }): string {
  switch (body.kind) {
    case "text":
    case "choices":
    case "form":
    case "note":
      return body.text;
    case "choice":
      return body.label ?? "";
    case "media":
      return body.caption ?? "";
    default:
      return "";
  }
}
