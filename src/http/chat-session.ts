import { randomUUID } from "node:crypto";
import type { FastifyRequest } from "fastify";
import type { Address, InboundBody } from "../channels/channel.ts";
import type { AssociationView, HttpParts } from "./parts.ts";
import { Refusal } from "./refusal.ts";
import { refuseOtherSites } from "./same-origin.ts";
import { readSession, signSession, type WebSession } from "./session-token.ts";

const TOKEN_LIFE_MS = 24 * 60 * 60 * 1000;

/** The association whose web chat this is; 404 for a channel that is none. */
export function associationOf(parts: HttpParts, channelId: string): AssociationView {
  const isWeb = parts.channels.get(channelId)?.kind === "web";
  const association = isWeb ? parts.associationOf(channelId) : undefined;
  if (!association) throw new Refusal(404, "channel.unknown", "there is no web chat of this id");
  return association;
}

/** Who asks, by his Bearer token; 401 for a token that is missing, of another channel, or has expired. */
export function sessionOf(
  parts: HttpParts,
  request: FastifyRequest<{ Params: { channelId: string } }>,
): WebSession {
  const { channelId } = request.params;
  associationOf(parts, channelId);
  refuseOtherSites(request, parts.publicUrl);
  const [, token] = /^Bearer ([\w.-]+)$/.exec(request.headers.authorization ?? "") ?? [];
  const session = token && readSession(token, channelId, parts.sessionKey, parts.clock.real());
  if (!session)
    throw new Refusal(
      401,
      "http.token",
      "the token is missing, of another channel, or has expired; open a new session",
    );
  return session;
}

/**
 * Opens a session, and the bot speaks first. With the token of a one-time link it takes up the conversation that the
 * link was sent to; 410 when that link has served.
 */
export async function openSession(
  parts: HttpParts,
  channelId: string,
  { resume, from }: { resume?: string | undefined; from?: string | undefined },
): Promise<{ token: string; expiresAt: string }> {
  const exp = Math.floor((parts.clock.real().getTime() + TOKEN_LIFE_MS) / 1000);
  const session: WebSession = { sid: randomUUID(), channelId, exp };
  if (resume !== undefined) {
    const isResumed = await parts.resumeSession(resume, addressOf(session));
    if (!isResumed) throw new Refusal(410, "session.resume", "this link was used or has expired");
  } else await receiveFrom(parts, session, "open", { kind: "session", ...(from ? { from } : {}) });
  return {
    token: signSession(session, parts.sessionKey),
    expiresAt: new Date(exp * 1000).toISOString(),
  };
}

/** Hands a message of a session to the corridor; resolves when it is stored. The same id again changes nothing. */
export function receiveFrom(
  parts: HttpParts,
  session: WebSession,
  id: string,
  body: InboundBody,
): Promise<"stored" | "duplicate"> {
  return parts.receive({
    providerMessageId: `${session.sid}.${id}`,
    channelId: session.channelId,
    from: { address: addressOf(session), phoneAssurance: "none" },
    origin: "live",
    author: "contact",
    body,
  });
}

export function addressOf({ sid, channelId }: WebSession): Address {
  return { channelId, scheme: "session", value: sid };
}
