import type { Bus, WebItem, WebLog } from "../../conversation/ports.ts";
import type { Capabilities, Channel, Outbound, OutboundBody } from "../channel.ts";

const capabilities: Capabilities = {
  direction: "two-way",
  text: { maxChars: 4000 },
  buttons: 20,
  media: { inbound: true, outbound: true, maxBytes: 10_000_000 },
  receipts: [],
  idempotentSend: true,
  isolates: true,
};

/** Web chat: a message is sent when it stands in the session's log, from which every connection is served. */
export function createWebChannel(options: {
  id: string;
  log: WebLog;
  bus: Bus;
  now: () => Date;
}): Channel {
  const { id, log, bus, now } = options;
  let since = now();
  return {
    id,
    kind: "web",
    transport: "web",
    capabilities,
    async start() {
      since = now();
    },
    async stop() {
      return undefined;
    },
    health: () => ({ state: "ready", since, identity: id }),
    render: ({ body }) => ({
      text: body.kind === "media" ? (body.caption ?? "") : body.text,
      warnings: [],
    }),
    async send(message) {
      const { item } = await log.append(message.to.value, itemOf(message, now()), {
        secret: message.body.kind === "form",
      });
      bus.publish(`web.${message.to.value}`, item.seq);
      return { status: "accepted", providerMessageIds: [message.id] };
    },
    async reconcile(message) {
      const found = await log.find(message.to.value, message.id);
      return found ? { status: "accepted", providerMessageIds: [message.id] } : "not-found";
    },
  };
}

function itemOf(message: Outbound, at: Date): Omit<WebItem, "seq"> {
  return {
    id: message.id,
    type: "message",
    author: message.author,
    at,
    key: message.key,
    body: bodyOf(message.body),
  };
}

function bodyOf(body: OutboundBody): NonNullable<WebItem["body"]> {
  switch (body.kind) {
    case "text":
      return { kind: "text", text: body.text };
    case "choices":
      return {
        kind: "choices",
        text: body.text,
        options: body.options.map(({ id, label }) => ({ id, label })),
      };
    case "form":
      return { kind: "form", text: body.text, url: body.url };
    case "media":
      return {
        kind: "media",
        mime: body.mime,
        fileName: body.fileName,
        ...(body.caption ? { text: body.caption } : {}),
      };
  }
}
