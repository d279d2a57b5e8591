import type { Address, Party } from "../../channel.ts";

/** What the page knows of a person's two names. */
export interface Names {
  lid: string | undefined;
  pn: string | undefined;
}

/**
 * Who is speaking. The address is the one that wrote, because that is where an answer goes; the other is an alias. The
 * telephone number is the platform's word. `Contact.number` is never read: of a LID it holds the LID's digits.
 */
export function partyOf(
  remote: string,
  names: Names,
  { channelId, name }: { channelId: string; name: unknown },
): Party {
  const pn = remote.endsWith("@c.us") ? remote : names.pn;
  const phoneE164 = phoneOf(pn);
  const other = remote.endsWith("@lid") ? pn : names.lid;
  const displayName = cleanName(name);
  return {
    address: addressOf(channelId, remote),
    ...(other === undefined ? {} : { aliases: [addressOf(channelId, other)] }),
    ...(phoneE164 === undefined
      ? { phoneAssurance: "none" }
      : { phoneE164, phoneAssurance: "platform" }),
    ...(displayName ? { displayName } : {}),
  };
}

function addressOf(channelId: string, jid: string): Address {
  return { channelId, scheme: jid.endsWith("@lid") ? "wa-lid" : "wa-pn", value: jid };
}

function phoneOf(pn: string | undefined): string | undefined {
  const digits = /^(\d{7,15})@c\.us$/.exec(pn ?? "")?.[1];
  return digits === undefined ? undefined : `+${digits}`;
}

const LONGEST_NAME = 80;

/** People call themselves what they like. */
function cleanName(name: unknown): string | undefined {
  if (typeof name !== "string") return undefined;
  const visible = name.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "").trim();
  return [...visible].slice(0, LONGEST_NAME).join("") || undefined;
}
