import { createHmac, randomBytes } from "node:crypto";
import path from "node:path";
import type { Channel, Inbound, Outbound, Receipt } from "../../src/channels/channel.ts";
import { createWebChannel } from "../../src/channels/web/channel.ts";
import type { AssociationId, Blobs, FormRecord } from "../../src/conversation/ports.ts";
import { needsCode, type ReadableLetter } from "../../src/conversation/letter-link.ts";
import { createTexts } from "../../src/conversation/texts.ts";
import { AppError } from "../../src/errors.ts";
import type { HttpParts } from "../../src/http/parts.ts";
import { createServer } from "../../src/http/server.ts";
import { memoryBus } from "./memory-bus.ts";
import { memoryWebLog } from "./memory-web-log.ts";

const texts = createTexts(path.resolve(import.meta.dirname, "../../locales"));
const WEB = { kind: "web", twoWay: true } as const;

export const khutaWeb = "khuta-web";
export const formTokens = {
  identity: "identity001",
  payout: "payout00001",
  documents: "documents01",
  used: "used0000001",
  expired: "expired0001",
  resume: "resume00001",
  file: "fileopen001",
  fileUsed: "fileused001",
  fileExpired: "fileexpi001",
  letter: "letter00001",
  letterAway: "letteraway1",
  letterOld: "letterold01",
};

/**
 * The HTTP side with everything behind it in memory: real routes, real web channel, real texts. What was received is
 * remembered by its id, so a repeat is a duplicate as it is in the store.
 */
export async function openWebWorld(overrides: Partial<HttpParts> = {}) {
  const log = memoryWebLog();
  const bus = memoryBus();
  const received: Inbound[] = [];
  const receipts: Receipt[] = [];
  const submitted: {
    form: FormRecord;
    values: Record<string, string>;
    documents: { id: string; storageKey: string }[];
  }[] = [];
  const files = new Map<
    string,
    { bytes: Buffer; mime: string; fileName?: string; owner: string }
  >();
  const world = {
    now: new Date("2026-11-24T09:00:00Z"),
    /** The next calls of `receive` fail like a lost database; `late` stores first and then loses the answer. */
    failures: [] as ("lost" | "late")[],
    resumed: [] as string[],
    letter: undefined as ReadableLetter | undefined,
    codesSent: [] as string[],
    logged: [] as unknown[],
  };
  const blobs: Blobs = {
    async put(_association, bytes, { mime, fileName, owner }) {
      const key = `blob-${files.size + 1}`;
      files.set(key, { bytes, mime, ...(fileName ? { fileName } : {}), owner });
      return key;
    },
    get: async (_association, key) => files.get(key),
    remove: async (_association, key) => void files.delete(key),
  };
  const forms = memoryForms(world.now);
  const web = createWebChannel({ id: khutaWeb, log, bus, now: () => world.now });
  await web.start({
    onInbound: async () => "stored",
    onReceipt: async () => undefined,
    onHealth: () => undefined,
  });
  const hook = webhookChannel();
  const batches = { ...webhookChannel(), id: "khuta-whatsapp", webhookBytes: 3 * 1024 * 1024 };
  const khuta = {
    id: "khuta" as AssociationId,
    name: { ar: "جمعية خطى الأهلية", en: "Khuta Charity Association" },
    sites: ["http://127.0.0.1:4999"] as string[],
    maxUploadBytes: 1_000_000,
  };
  const parts: HttpParts = {
    channels: new Map<string, Channel>([
      [web.id, web],
      [hook.id, hook],
      [batches.id, batches],
    ]),
    associations: new Map([[khuta.id, khuta]]),
    associationOf: (channelId) => (channelId.startsWith("khuta-") ? khuta : undefined),
    webLog: log,
    blobs,
    forms,
    bus,
    clock: { now: () => world.now, real: () => world.now },
    log: {
      info: (...line) => void world.logged.push(line),
      warn: (...line) => void world.logged.push(line),
      error: (...line) => void world.logged.push(line),
    },
    text: (key, language, vars = {}) => texts.fill(key, { ...vars }, language, WEB),
    hasText: (key) => texts.plain(key, "ar") !== undefined,
    async receive(message) {
      const failure = world.failures.shift();
      if (failure === "lost") throw databaseIsAway();
      const isKnown = received.some((each) => each.providerMessageId === message.providerMessageId);
      if (!isKnown) received.push(message);
      if (failure === "late") throw databaseIsAway();
      return isKnown ? "duplicate" : "stored";
    },
    onReceipt: async (receipt) => void receipts.push(receipt),
    async submitForm(form, values, documents) {
      if (!submitted.some((each) => each.form.id === form.id))
        submitted.push({ form, values, documents });
    },
    async resumeSession(token, address) {
      if (token !== formTokens.resume || world.resumed.length > 0) return false;
      world.resumed.push(address.value);
      return true;
    },
    formHash: hashOf,
    letters: {
      read: async () => world.letter,
      needsCode,
      async sendCode(form) {
        world.codesSent.push(form.id);
        return true;
      },
      isCode: (form, typed) => world.codesSent.includes(form.id) && typed === "4821",
      chatLink: (form) => `http://127.0.0.1:3000/chat/khuta-web#resume=${form.id}`,
    },
    sessionKey: randomBytes(32),
    publicUrl: "http://127.0.0.1:3000",
    demo: false,
    production: false,
    checks: { mongodb: async () => ({ ok: true }), redis: async () => ({ ok: true }) },
    ...overrides,
  };
  const app = await createServer(parts);
  let count = 0;

  return {
    app,
    parts,
    world,
    log,
    bus,
    web,
    hook,
    forms,
    files,
    received,
    receipts,
    submitted,
    khuta,
    /** The bot (or somebody else) says something to a session, as the corridor would. */
    say(session: string, body: Outbound["body"], more: Partial<Outbound> = {}) {
      return web.send({
        id: `c1.1.${++count}`,
        to: { channelId: khutaWeb, scheme: "session", value: session },
        body,
        key: "test.text",
        author: "bot",
        purpose: "reply",
        ...more,
      });
    },
    async openSession() {
      const answer = await app.inject({
        method: "POST",
        url: `/chat/${khutaWeb}/sessions`,
        payload: {},
      });
      const { token } = answer.json<{ token: string }>();
      const session = received.at(-1)!.from.address.value;
      return { token, session, headers: { authorization: `Bearer ${token}` } };
    },
  };
}
export type WebWorld = Awaited<ReturnType<typeof openWebWorld>>;

function hashOf(token: string): string {
  return createHmac("sha256", "test").update(token).digest("base64url");
}

function databaseIsAway(): Error {
  return new AppError("store.unavailable", { retryable: true });
}

function memoryForms(now: Date) {
  const HOUR_MS = 3_600_000;
  const session = { channelId: khutaWeb, scheme: "session", value: "s1" } as const;
  const letter: Partial<FormRecord> = {
    purpose: "letter",
    letter: { caseId: "c1.4.1", kind: "decision" },
    fields: [],
    address: { channelId: "khuta-sms", scheme: "e164", value: "+966551234567" },
  };
  const form = (id: string, more: Partial<FormRecord> = {}): [string, FormRecord] => [
    hashOf(formTokens[id as keyof typeof formTokens]),
    {
      id,
      associationId: "khuta" as AssociationId,
      conversationId: "c1",
      address: session,
      purpose: "fields",
      fields: ["national_id"],
      documents: [],
      expiresAt: new Date(now.getTime() + HOUR_MS),
      ...more,
    },
  ];
  const records = new Map<string, FormRecord>([
    form("identity", { fields: ["national_id", "id_expiry"] }),
    form("payout", { fields: ["iban", "iban_holder"], documents: ["rent_contract"] }),
    form("documents", { fields: [], documents: ["medical_report", "family_register"] }),
    form("used", { usedAt: now }),
    form("expired", { expiresAt: new Date(now.getTime() - 1) }),
    form("resume", { purpose: "resume", fields: [] }),
    form("file", { purpose: "file", fields: [], storageKey: "letter" }),
    form("fileUsed", {
      purpose: "file",
      fields: [],
      storageKey: "letter",
      usedAt: new Date(now.getTime() - HOUR_MS),
    }),
    form("fileExpired", {
      purpose: "file",
      fields: [],
      storageKey: "letter",
      expiresAt: new Date(now.getTime() - 1),
    }),
    form("letter", letter),
    form("letterAway", { ...letter, address: session }),
    form("letterOld", { ...letter, expiresAt: new Date(now.getTime() - 1) }),
  ]);
  return {
    issue: async () => undefined,
    find: async (hash: string) => records.get(hash),
    async consume(_association: AssociationId, id: string, at: Date) {
      const found = [...records.values()].find((each) => each.id === id && !each.usedAt);
      if (found) found.usedAt = at;
      return found !== undefined;
    },
  };
}

/** A provider's channel that remembers what the route handed over. */
function webhookChannel() {
  const calls: Parameters<NonNullable<Channel["webhook"]>>[0][] = [];
  const channel = {
    failure: undefined as Error | undefined,
    id: "khuta-sms",
    kind: "sms" as const,
    transport: "sms-twilio" as const,
    calls,
    capabilities: {
      direction: "two-way" as const,
      text: { maxChars: 1600 },
      buttons: 0,
      media: { inbound: false, outbound: false, maxBytes: 0 },
      receipts: [],
      idempotentSend: false,
      isolates: false,
    },
    start: async () => undefined,
    stop: async () => undefined,
    health: () => ({ state: "ready" as const, since: new Date(0), identity: "test" }),
    send: async () => ({ status: "accepted" as const, providerMessageIds: [] }),
    render: () => ({ text: "", warnings: [] }),
    async webhook(request: Parameters<NonNullable<Channel["webhook"]>>[0]) {
      calls.push(request);
      if (channel.failure) throw channel.failure;
      return { status: 200, headers: { "content-type": "text/xml" }, body: "<Response/>" };
    },
  };
  return channel satisfies Channel;
}
