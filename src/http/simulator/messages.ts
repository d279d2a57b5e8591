import { addressKey } from "../../channels/channel.ts";
import { outboundOf } from "../../conversation/deliver.ts";
import type { Message } from "../../conversation/ports.ts";
import type { World } from "../../conversation/world.ts";
import type { Place } from "./places.ts";

const WHOLE_THREAD = 1_000;

/**
 * Messages to and from these places, oldest first. `whole` adds what the same conversations said at other addresses:
 * a person who went on in the browser is one conversation.
 */
export async function messagesOf(world: World, places: readonly Place[], whole: boolean) {
  const found = await Promise.all(
    places.map(async ({ association, key }) => {
      const own = await world.store.messages.ofAddress(association, key);
      return whole ? [...own, ...(await threadOf(world, { association, key }))] : own;
    }),
  );
  const byId = new Map(found.flat().map((message) => [message.id, shown(world, message)]));
  return [...byId.values()].toSorted(
    (a, b) => a.at.localeCompare(b.at) || a.order.localeCompare(b.order),
  );
}

async function threadOf(world: World, { association, key }: Place): Promise<Message[]> {
  const id = await world.store.conversations.ownerOf(association, key);
  return id === undefined
    ? []
    : world.store.messages.thread(association, id, { limit: WHOLE_THREAD });
}

function shown(world: World, message: Message) {
  const { id, address, direction, author, key, body, segments, status, createdAt, order } = message;
  return {
    id,
    channelId: address.channelId,
    address: addressKey(address).slice(address.channelId.length + 1),
    direction,
    author,
    ...(key ? { key } : {}),
    kind: body.kind,
    text: textOf(body),
    ...(body.kind === "choices"
      ? {
          options: body.options.map(({ id: option, label, number }) => ({
            id: option,
            label,
            number,
          })),
        }
      : {}),
    ...(body.kind === "form" ? { url: body.url } : {}),
    ...fileOf(body),
    ...(direction === "out" ? writtenOut(world, message) : {}),
    ...(segments === undefined ? {} : { segments }),
    status,
    at: createdAt.toISOString(),
    order,
  };
}

/** The text with its numbered options, where the channel writes them into it. */
function writtenOut(world: World, message: Message): { written?: string } {
  const channel = world.channels.get(message.address.channelId);
  if (message.body.kind !== "choices" || channel?.kind !== "whatsapp") return {};
  const { text } = channel.render(outboundOf(message));
  return text === message.body.text ? {} : { written: text };
}

/** What a telephone shows of a file: its kind and its name. */
function fileOf(body: Message["body"]): { file?: { mime: string; name?: string } } {
  if (body.kind !== "media") return {};
  const { mime, fileName } = "media" in body ? (body.media[0] ?? { mime: "" }) : body;
  return { file: { mime, ...(fileName ? { name: fileName } : {}) } };
}

function textOf(body: Message["body"]): string {
  if ("text" in body) return body.text;
  if (body.kind === "media") return body.caption ?? "";
  if (body.kind === "location") return body.label ?? "";
  return body.kind === "choice" ? (body.label ?? body.optionId) : "";
}
