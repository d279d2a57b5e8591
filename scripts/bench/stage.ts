import { randomBytes, randomUUID } from "node:crypto";
import path from "node:path";
import mongoose from "mongoose";
import type { Address, Channel, Outbound } from "../../src/channels/channel.ts";
import { loadAssociations } from "../../src/conversation/associations.ts";
import { noFailpoint } from "../../src/conversation/failpoint.ts";
import { createLive } from "../../src/conversation/live.ts";
import { createLanes } from "../../src/conversation/lanes.ts";
import { loadFlows } from "../../src/conversation/load-flows.ts";
import type { AssociationId } from "../../src/conversation/ports.ts";
import { createOwners } from "../../src/conversation/owner.ts";
import { receive } from "../../src/conversation/receive.ts";
import { runLane } from "../../src/conversation/run-lane.ts";
import { createTexts } from "../../src/conversation/texts.ts";
import { createTokens } from "../../src/conversation/tokens.ts";
import type { World } from "../../src/conversation/world.ts";
import { createBus } from "../../src/jobs/bus.ts";
import { openLetters } from "../../src/open-letters.ts";
import { connectStore } from "../../src/store/index.ts";

const root = path.resolve(import.meta.dirname, "../..");
export const khuta = "khuta" as AssociationId;
const CHANNEL = "khuta-sms";

export interface Stage {
  world: World;
  /** Writes and resolves when the answer has left, with the milliseconds from the call to then. */
  turn(phone: string, text: string): Promise<number>;
  /** Writes without waiting for the answer. */
  write(phone: string, text: string): Promise<unknown>;
  quiet(): Promise<void>;
  close(): Promise<void>;
}

/**
 * The durable pipeline as it runs in production: real store, real flows and texts, staff who are told of every turn;
 * only the provider is a stand-in. Without `redisUrl` staff are told nothing.
 */
export async function openStage(mongoUri: string, redisUrl?: string): Promise<Stage> {
  const masterKey = randomBytes(32);
  const { store, close } = await connectStore({ mongoUri, masterKey });
  const waiting = new Map<string, () => void>();
  const channel = provider((message) => {
    waiting.get(message.to.value)?.();
    waiting.delete(message.to.value);
  });
  const { flows } = loadFlows(path.join(root, "flows"));
  const lanes = createLanes((association, lane) => runLane(world, association, lane), {
    concurrency: 64,
    onError: (error) => {
      throw error;
    },
  });
  const newId = () => randomUUID().replaceAll("-", "");
  const associations = loadAssociations(path.join(root, "flows"));
  const texts = createTexts(path.join(root, "locales"));
  const clock = { now: () => new Date(), real: () => new Date() };
  const publicUrl = "https://wasl.example";
  const paper = openLetters({ store, associations, texts, flows, clock, publicUrl });
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const bus = redisUrl ? createBus({ redisUrl, prefix: `bench-${randomUUID()}`, log }) : undefined;
  const live = bus && createLive({ store, clock, log }, bus);
  const world: World = {
    store,
    channels: new Map([[CHANNEL, channel]]),
    associations,
    flows,
    texts,
    tokens: createTokens(masterKey),
    clock,
    wake: { lane: lanes.wake, laneLater: lanes.wakeLater, followUp: () => undefined },
    newId,
    owners: createOwners(newId),
    failpoint: noFailpoint,
    letters: paper.letters,
    publicUrl,
    log,
    ...(live ? { live } : {}),
  };
  const admin = await mongoose.createConnection(mongoUri).asPromise();
  let serial = 0;
  const write = (phone: string, text: string) => {
    const address: Address = { channelId: CHANNEL, scheme: "e164", value: phone };
    return receive(world, khuta, {
      providerMessageId: `b${process.pid}.${serial++}`,
      channelId: CHANNEL,
      from: { address, phoneE164: phone, phoneAssurance: "carrier" },
      origin: "live",
      author: "contact",
      body: { kind: "text", text },
    });
  };
  return {
    world,
    write,
    async turn(phone, text) {
      const begun = performance.now();
      const answered = new Promise<void>((resolve) => waiting.set(phone, resolve));
      await write(phone, text);
      await answered;
      return performance.now() - begun;
    },
    async quiet() {
      while (!lanes.idle()) await new Promise((resolve) => setTimeout(resolve, 2));
      await live?.settled();
    },
    async close() {
      await lanes.drain(10_000);
      await live?.settled();
      bus?.stop();
      await admin.dropDatabase();
      await admin.close();
      await close();
    },
  };
}

function provider(onSend: (message: Outbound) => void): Channel {
  return {
    id: CHANNEL,
    kind: "sms",
    transport: "console",
    capabilities: {
      direction: "two-way",
      text: { maxChars: 1600 },
      buttons: 0,
      media: { inbound: false, outbound: false, maxBytes: 0 },
      receipts: [],
      idempotentSend: false,
      isolates: false,
    },
    start: async () => undefined,
    stop: async () => undefined,
    health: () => ({ state: "ready", since: new Date(), identity: CHANNEL }),
    render: () => ({ text: "", warnings: [] }),
    async send(message) {
      onSend(message);
      return { status: "accepted", providerMessageIds: [`p${message.id}`] };
    },
  };
}
