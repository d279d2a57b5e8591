import { createHmac, randomUUID } from "node:crypto";
import { z } from "zod";
import type { Dialect, Reply, Request } from "./dialect.ts";
import type { Call, Network, SimMessage } from "./network.ts";

export interface AndroidAccount {
  user: string;
  password: string;
  /** Signs every call of a webhook. */
  signingKey: string;
}

/**
 * The API of "SMS Gateway for Android": messages and their state, webhooks by event that are registered there, and
 * signed calls of them.
 */
export function createAndroidPhone({ user, password, signingKey }: AndroidAccount): Dialect {
  const webhooks = new Map<string, { id: string; url: string; event: string }>();
  const expected = `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;

  function callOf(event: string, id: string, payload: object): Call | undefined {
    const webhook = [...webhooks.values()].find((each) => each.event === event);
    if (!webhook) return undefined;
    const { url, id: webhookId } = webhook;
    const body = JSON.stringify({ deviceId: DEVICE, event, id, payload, webhookId });
    const timestamp = String(Math.floor(Date.now() / 1000));
    const signature = createHmac("sha256", signingKey)
      .update(body + timestamp)
      .digest("hex");
    const headers = {
      "content-type": "application/json",
      "x-signature": signature,
      "x-timestamp": timestamp,
    };
    return { url, headers, body };
  }

  return {
    read(request, network) {
      if (request.headers.authorization !== expected)
        return { status: 401, body: { message: "unauthorized" } };
      if (request.path === "/webhooks") return answerWebhooks(request, webhooks);
      return readMessage(request, network);
    },

    taken: (message) => ({ status: 202, body: stateOf(message) }),

    refuse: ({ status, code }) => ({ status, body: { message: code ?? "refused" } }),

    report(message) {
      const { id, person, status, reason } = message;
      const at = new Date().toISOString();
      const facts = { messageId: id, phoneNumber: person, recipient: person, simNumber: null };
      const more = status === "failed" ? { failedAt: at, reason } : { [`${status}At`]: at };
      return callOf(`sms:${status}`, randomUUID(), { ...facts, ...more });
    },

    inbound: ({ id, person, text, createdAt }) =>
      callOf("sms:received", id, {
        messageId: text.length.toString(16), // made from the content, so not unique
        message: text,
        phoneNumber: person,
        sender: person,
        recipient: null,
        simNumber: 1,
        receivedAt: createdAt.toISOString(),
      }),
  };
}

const DEVICE = "ffffffffceb0b1db0000018e937c815b";

const sendShape = z.strictObject({
  id: z.string().max(36).optional(),
  textMessage: z.strictObject({ text: z.string().min(1) }),
  phoneNumbers: z.array(z.string().regex(/^\+[1-9]\d{6,14}$/)).length(1),
  withDeliveryReport: z.boolean().optional(),
  simNumber: z.number().int().optional(),
  ttl: z.number().int().optional(),
  priority: z.number().int().optional(),
});

function readMessage({ method, path, body }: Request, { messages }: Network) {
  const known = /^\/messages\/([\w-]+)$/.exec(path)?.[1];
  if (method === "GET" && known !== undefined) {
    const found = messages.find(({ id, direction }) => id === known && direction === "outbound");
    return found
      ? { status: 200, body: stateOf(found) }
      : { status: 404, body: { message: "message not found" } };
  }
  if (method !== "POST" || path !== "/messages") return { status: 404, body: {} };
  const read = sendShape.safeParse(JSON.parse(body));
  if (!read.success) return { status: 400, body: { message: z.prettifyError(read.error) } };
  const { id = randomUUID(), textMessage, phoneNumbers } = read.data;
  if (messages.some((each) => each.id === id))
    return { status: 409, body: { message: "duplicate id" } };
  return { id, person: phoneNumbers[0] ?? "", text: textMessage.text };
}

const webhookShape = z.strictObject({
  id: z.string().optional(),
  url: z.url(),
  event: z.enum(["sms:received", "sms:sent", "sms:delivered", "sms:failed"]),
});

/** One webhook an event. */
function answerWebhooks(
  { method, body }: Request,
  webhooks: Map<string, { id: string; url: string; event: string }>,
): Reply {
  if (method === "GET") return { status: 200, body: [...webhooks.values()] };
  if (method !== "POST") return { status: 404, body: {} };
  const read = webhookShape.safeParse(JSON.parse(body));
  if (!read.success) return { status: 400, body: { message: z.prettifyError(read.error) } };
  const webhook = { ...read.data, id: read.data.id ?? randomUUID() };
  webhooks.set(webhook.event, webhook);
  return { status: 201, body: webhook };
}

const STATES = {
  queued: "Pending",
  sent: "Sent",
  delivered: "Delivered",
  failed: "Failed",
  received: "Delivered",
} as const;

function stateOf({ id, person, status }: SimMessage) {
  const state = STATES[status];
  return {
    id,
    deviceId: DEVICE,
    state,
    isHashed: false,
    isEncrypted: false,
    recipients: [{ phoneNumber: person, state }],
  };
}
