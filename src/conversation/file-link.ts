import type { Outbound, OutboundBody } from "../channels/channel.ts";
import { profileVars } from "./profile-vars.ts";
import type { Conversation } from "./ports.ts";
import type { TextChannel } from "./texts.ts";
import { associationOf, channelOf, type World } from "./world.ts";

const LINK_DAYS = 7;
const DAY_MS = 86_400_000;

type FileMessage = Outbound & { body: Extract<OutboundBody, { kind: "media" }> };

/**
 * The same message for a channel that carries no file: its caption, and a link that opens the file once. Token and
 * record follow from the id of the message, so that asking again gives the same link.
 */
export async function linkInstead(
  world: World,
  conversation: Conversation,
  message: FileMessage,
): Promise<Outbound> {
  const { associationId, id: conversationId } = conversation;
  const { storageKey, caption } = message.body;
  const id = `${message.id}.file`;
  const token = world.tokens.formToken(id);
  await world.store.forms.issue(
    associationId,
    {
      id,
      associationId,
      conversationId,
      address: message.to,
      purpose: "file",
      fields: [],
      documents: [],
      storageKey,
      expiresAt: new Date(world.clock.real().getTime() + LINK_DAYS * DAY_MS),
    },
    world.tokens.hash(token),
  );
  const text = caption || defaultText(world, conversation, message);
  return { ...message, body: { kind: "form", text, url: `${world.publicUrl}/file/${token}` } };
}

function defaultText(
  world: World,
  { associationId, state: { language } }: Conversation,
  { to }: FileMessage,
): string {
  const { kind, capabilities } = channelOf(world, to.channelId);
  const channel: TextChannel = {
    kind: kind === "sms" || kind === "whatsapp" ? kind : "console",
    twoWay: capabilities.direction === "two-way",
  };
  const association = associationOf(world, associationId);
  const known = profileVars(association, world.texts, language, channel, world.publicUrl);
  return world.texts.fill("file.link", { assoc: known("assoc") ?? "" }, language, channel);
}
