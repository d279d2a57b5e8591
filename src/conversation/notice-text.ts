import type { Vars } from "../engine/types.ts";
import type { Conversation } from "./ports.ts";
import { renderMessage } from "./render-message.ts";
import { channelOf, type World } from "./world.ts";

/** A legal text as this person saw it: notice, consent, declaration. What is stored as evidence is what was shown. */
export function noticeText(
  world: World,
  conversation: Conversation,
  key: string,
  vars: Vars = {},
): string {
  const channel = channelOf(world, conversation.replyTo.channelId);
  const kind =
    channel.kind === "sms" || channel.kind === "web" || channel.kind === "whatsapp"
      ? channel.kind
      : "console";
  const { body } = renderMessage(
    world,
    conversation.associationId,
    { id: "", kind: "send", key, vars, purpose: "reply" },
    {
      language: conversation.state.language,
      channel: { kind, twoWay: channel.capabilities.direction === "two-way" },
      isolates: false,
    },
  );
  return body.kind === "media" ? "" : body.text;
}
