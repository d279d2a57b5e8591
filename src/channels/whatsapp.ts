import type { Address, Choice, Outbound, OutboundBody } from "./channel.ts";
import { plainText } from "./plain-text.ts";

/*
 * What the official ways into WhatsApp share: how a number is written, the 24 hours in which a person may be answered
 * freely, and the templates that may be sent after them.
 */

// ---------------------------------------------------------------- addresses

/** A number as an address of WhatsApp, in the form of the linked number too: a change of transport keeps the address. */
export function phoneAddress(channelId: string, digits: string): Address {
  return { channelId, scheme: "wa-pn", value: `${digits}@c.us` };
}

export function userAddress(channelId: string, userId: string): Address {
  return { channelId, scheme: "wa-bsuid", value: userId };
}

/** The digits of `+966...`, `966...@c.us`; undefined for an id that is no number. */
export function digitsOf(value: string): string | undefined {
  return /^\+?(\d{7,15})(?:@c\.us)?$/.exec(value)?.[1];
}

/** Business-scoped ids: country, a dot, up to 128 signs; `SA.ENT...` where several portfolios share one. */
export const USER_ID = /^[A-Z]{2}\.[A-Za-z0-9.]{1,128}$/;

export const SCHEMES = ["wa-pn", "wa-bsuid", "e164"] as const;

const LONGEST_NAME = 80;

/** People call themselves what they like. */
export function cleanDisplayName(name: string | undefined): string | undefined {
  const visible = name?.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "").trim() ?? "";
  return [...visible].slice(0, LONGEST_NAME).join("") || undefined;
}

// ---------------------------------------------------------------- texts

/** The options that are shown; a negative number marks one that is understood but never offered. */
export function offered(options: readonly Choice[]): Choice[] {
  return options.filter(({ number }) => number >= 0);
}

/** A message without buttons: options below the question as "1- label". */
export function numberedText(body: OutboundBody): string {
  if (body.kind !== "choices" || body.numbered) return plainText(body);
  const lines = offered(body.options).map(({ number, label }) => `${number}- ${label}`);
  return [body.text, ...lines].join("\n");
}

// ---------------------------------------------------------------- the 24 hours

export interface WindowOptions {
  /** When this address last wrote to us. Without it WhatsApp itself refuses what comes too late. */
  lastInboundAt?(address: Address): Promise<Date | undefined>;
  now: () => Date;
}

/** A minute less than WhatsApp's 24 hours: a message on its way must not find the window closed. */
const WINDOW_MS = 24 * 3_600_000 - 60_000;

export async function isWindowClosed(
  { lastInboundAt, now }: WindowOptions,
  { to }: Outbound,
): Promise<boolean> {
  if (!lastInboundAt) return false;
  const last = await lastInboundAt(to);
  return last === undefined || now().getTime() - last.getTime() > WINDOW_MS;
}

// ---------------------------------------------------------------- templates

/** What fills a template's places, in their order: the message on one line, or the link in it. */
export type TemplateParameter = "text" | "link";

/** The template for a message key, or the one for all (`*`). */
export function templateFor<Template>(
  templates: Readonly<Record<string, Template>> | undefined,
  key: string,
): Template | undefined {
  const name = [key, "*"].find((each) => templates && Object.hasOwn(templates, each));
  return name === undefined ? undefined : templates?.[name];
}

/** Undefined when the message lacks what the template wants. WhatsApp allows no line break in a parameter. */
export function parametersOf(
  body: OutboundBody,
  wanted: readonly TemplateParameter[],
  maxChars: number,
): string[] | undefined {
  const text = numberedText(body);
  const link = LINK.exec(text)?.[0];
  const bare = wanted.includes("link") && link !== undefined ? text.replace(link, "") : text;
  const values = wanted.map((each) => (each === "link" ? (link ?? "") : oneLine(bare)));
  return values.every((value) => value !== "" && value.length <= maxChars) ? values : undefined;
}

const LINK = /https?:\/\/[^\s\u2066-\u2069]+/;

function oneLine(text: string): string {
  return text
    .trim()
    .replace(/\s*\n\s*/g, " - ")
    .replace(/\s+/g, " ");
}
