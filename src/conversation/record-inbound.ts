import type { EffectOf, Json } from "../engine/types.ts";
import { maskPersonalNumbers } from "../language/personal-numbers.ts";
import type { Conversation, InboxRow } from "./ports.ts";

/**
 * What was written, for the thread. A code or a full number stays there only as its mask; of what must stay nowhere
 * (`note`: an answer to a survey) only that it came.
 */
export function recordOf(
  conversation: Conversation,
  row: InboxRow,
  { secret, note }: { secret: boolean; note?: string },
): EffectOf<"record_inbound"> {
  return {
    id: `${conversation.id}.${conversation.version}.in`,
    kind: "record_inbound",
    rowId: row.id,
    body: note === undefined ? shown(row, secret) : { kind: "note", text: note },
    ...(note === undefined ? {} : { concealed: true as const }),
    channelId: row.channelId,
    address: row.lane,
    at: conversation.updatedAt.toISOString(),
    ...(row.body.kind === "echo" ? { by: "handset" } : {}),
  };
}

const HIDDEN = "••••";

function shown(row: InboxRow, secret: boolean): Json {
  const { body } = row;
  if (body.kind === "form") return { kind: "text", text: HIDDEN };
  if (body.kind === "echo")
    return body.body ? asJson(body.body) : { kind: "text", text: maskPersonalNumbers(body.text) };
  if (body.kind !== "text") return asJson(body);
  const text = maskPersonalNumbers(body.text);
  return { kind: "text", text: secret && text === body.text ? HIDDEN : text };
}

function asJson(value: object): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}
