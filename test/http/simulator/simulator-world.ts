import { createHash } from "node:crypto";
import path from "node:path";
import Fastify from "fastify";
import type { Address } from "../../../src/channels/channel.ts";
import { loadAssociations } from "../../../src/conversation/associations.ts";
import type { MovableClock } from "../../../src/conversation/clock.ts";
import { loadFlows } from "../../../src/conversation/load-flows.ts";
import type {
  AssociationId,
  CaseView,
  Conversation,
  FollowUp,
  Message,
} from "../../../src/conversation/ports.ts";
import { createTexts } from "../../../src/conversation/texts.ts";
import { createTokens } from "../../../src/conversation/tokens.ts";
import type { World } from "../../../src/conversation/world.ts";
import { registerErrors } from "../../../src/http/errors.ts";
import type { HttpParts } from "../../../src/http/parts.ts";
import { registerSimulatorApi } from "../../../src/http/simulator/api.ts";
import { registerSimulatorPage } from "../../../src/http/simulator/page.ts";
import { render } from "../../../src/channels/whatsapp-web/render.ts";
import { signSession } from "../../../src/http/session-token.ts";
import { startTwilioSim } from "../../../src/simulators/twilio/server.ts";
import { startWhatsappSim } from "../../../src/simulators/whatsapp-web/server.ts";

const ROOT = path.resolve(import.meta.dirname, "../../..");
const texts = createTexts(path.join(ROOT, "locales"));
const associations = loadAssociations(path.join(ROOT, "flows"));
const { flows } = loadFlows(path.join(ROOT, "flows"));

const khuta = "khuta" as AssociationId;
export const account = {
  sid: `AC${createHash("md5").update("simulator test").digest("hex")}`,
  authToken: "synthetic-token",
};
export const sender = "+966550000012";
const number = "+966500000000";
export const person = "+966551234567";
const NOW = new Date("2026-11-24T09:00:00Z");

/** The simulator's routes before a store in memory and the real stand-in, whose webhooks are caught as they come. */
export async function openSimulator() {
  const now = { offsetMs: 0 };
  const clock: MovableClock = {
    now: () => new Date(NOW.getTime() + now.offsetMs),
    real: () => NOW,
    async advance(ms) {
      now.offsetMs += ms;
      return clock.now();
    },
    onMove: () => undefined,
    stop: () => undefined,
  };
  const kept: Kept = {
    messages: [],
    conversations: [],
    cases: [],
    followUps: [],
    tasks: [],
  };
  const tokens = createTokens(Buffer.alloc(32, 7));
  const webhooks: { url: string; signature: string; params: Record<string, string> }[] = [];
  const killed: string[] = [];

  const app = Fastify();
  app.addContentTypeParser(
    "application/x-www-form-urlencoded",
    { parseAs: "string" },
    (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  );
  registerErrors(app, {
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  } as unknown as HttpParts);
  app.post<{ Body: Record<string, string> }>("/webhooks/:channelId", (request, reply) => {
    const signature = String(request.headers["x-twilio-signature"]);
    webhooks.push({ url: request.url, signature, params: request.body });
    return reply.code(200).send("");
  });

  const sim = await startTwilioSim({ accounts: [account], stepMs: 5 });
  const whatsapp = await startWhatsappSim();
  const world = {
    store: storeOf(kept),
    channels,
    associations,
    flows,
    texts,
    tokens,
    clock,
    publicUrl: "",
  };
  registerSimulatorPage(app, world as unknown as World);
  registerSimulatorApi(app, {
    world: world as unknown as World,
    clock,
    twilioUrl: sim.url,
    whatsappUrl: whatsapp.url,
    senders: {
      "khuta-sms": { accountSid: account.sid, from: sender },
      "khuta-whatsapp": { accountSid: "", from: number },
    },
    kill: (name) => void killed.push(name),
  });
  world.publicUrl = await app.listen({ port: 0, host: "127.0.0.1" });

  return {
    app,
    kept,
    clock,
    sim,
    /** Khuta's number as its telephone knows it. */
    telephone: whatsapp.account("khuta-whatsapp"),
    webhooks,
    killed,
    publicUrl: world.publicUrl,
    get: async (url: string) => (await app.inject({ url })).json<never>(),
    async post(url: string, payload: object) {
      const answer = await app.inject({ method: "POST", url, payload });
      return { status: answer.statusCode, body: answer.json<never>() };
    },
    /** The token of a web chat, and the address that it stands for. */
    webToken(sid: string) {
      const exp = NOW.getTime() / 1000 + 3600;
      return signSession({ sid, channelId: "khuta-web", exp }, tokens.sessionKey);
    },
    async close() {
      await app.close();
      await sim.stop();
      await whatsapp.stop();
    },
  };
}

interface Kept {
  messages: Message[];
  conversations: Conversation[];
  cases: CaseView[];
  followUps: FollowUp[];
  tasks: { id: string; conversationId: string; kind: string; reason: string; priority: string }[];
}

function storeOf(kept: Kept) {
  const own = <T extends { associationId: AssociationId }>(rows: T[], association: AssociationId) =>
    rows.filter(({ associationId }) => associationId === association);
  return {
    messages: {
      ofAddress: async (association: AssociationId, key: string) =>
        own(kept.messages, association).filter(({ address }) => keyOf(address) === key),
      thread: async (association: AssociationId, id: string, { limit }: { limit: number }) =>
        own(kept.messages, association)
          .filter(({ conversationId }) => conversationId === id)
          .slice(-limit),
    },
    conversations: {
      ownerOf: async (association: AssociationId, key: string) =>
        own(kept.conversations, association).find(({ addresses }) => addresses.includes(key))?.id,
      load: async (association: AssociationId, id: string) =>
        own(kept.conversations, association).find((each) => each.id === id),
    },
    cases: {
      ofConversation: async (association: AssociationId, id: string) =>
        own(kept.cases, association).filter(({ conversationId }) => conversationId === id),
    },
    followUps: {
      dueBefore: async (until: Date) =>
        kept.followUps.filter(({ dueAt, status }) => status === "open" && dueAt < until),
    },
    tasks: { open: async () => kept.tasks },
  };
}

/** What the page shows of a channel; what it does is the transport's own test. */
const channels = new Map(
  (
    [
      { id: "khuta-web", kind: "web", transport: "web" },
      { id: "khuta-sms", kind: "sms", transport: "sms-twilio" },
      {
        id: "khuta-whatsapp",
        kind: "whatsapp",
        transport: "whatsapp-web",
        render,
        linking: () => ({ state: "pairing", code: "ABCD1234", expiresAt: NOW, advice: "enter it" }),
      },
    ] as const
  ).map((each) => [each.id, each]),
);

function keyOf({ channelId, value }: Address): string {
  return `${channelId}|${value}`;
}

// ---------------------------------------------------------------- what may be in the store

const bySms: Address = { channelId: "khuta-sms", scheme: "e164", value: person };

let count = 0;
export function aMessage(more: Partial<Message> = {}): Message {
  count += 1;
  return {
    id: `m${count}`,
    associationId: khuta,
    conversationId: "c1",
    order: String(count).padStart(6, "0"),
    direction: "out",
    author: "bot",
    address: bySms,
    body: { kind: "text", text: "نص" },
    secret: false,
    status: "delivered",
    attempts: 1,
    createdAt: new Date(NOW.getTime() + count * 1000),
    ...more,
  };
}

export function aConversation(more: Partial<Conversation> = {}): Conversation {
  return {
    id: "c1",
    associationId: khuta,
    version: 7,
    addresses: [keyOf(bySms)],
    replyTo: bySms,
    holder: "bot",
    state: {
      frames: [{ flow: "support-request", version: 1, step: "dob", failures: 0 }],
      answers: { service_type: "rent" },
      secrets: { national_id: "1999999004" },
      values: {},
      language: "ar",
      consents: [],
      greeted: true,
      lastActivityAt: NOW.toISOString(),
    },
    effects: [],
    taken: [],
    backlog: false,
    createdAt: NOW,
    updatedAt: NOW,
    ...more,
  };
}

export function aCase(): CaseView {
  return {
    id: "case1",
    associationId: khuta,
    number: "KH-4800173-0",
    conversationId: "c1",
    address: bySms,
    channelId: "khuta-sms",
    service: "rent",
    answers: {},
    documents: [{ id: "rent_contract", state: "missing", storageKeys: ["not to be seen"] }],
    declaration: null,
    consents: [],
    flow: { name: "support-request", version: 1 },
    policyVersion: "1",
    onBehalf: false,
    urgent: false,
    openedAt: NOW.toISOString(),
    decisionNotBefore: "2026-12-08T09:00:00.000Z",
    version: 1,
    state: "awaiting_documents",
    source: "sms",
    notice: {},
    signature: {},
    survey: "none",
    keys: [],
    updatedAt: NOW.toISOString(),
    history: [{ at: NOW.toISOString(), actor: "bot", change: "opened", to: "awaiting_documents" }],
    possibleDuplicateOf: [],
  };
}

export function aFollowUp(more: Partial<FollowUp> = {}): FollowUp {
  return {
    id: "c1.idle",
    associationId: khuta,
    conversationId: "c1",
    address: bySms,
    followUp: "idle",
    dueAt: new Date("2026-11-25T09:00:00Z"),
    status: "open",
    ...more,
  };
}
