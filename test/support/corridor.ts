import { randomBytes, randomUUID } from "node:crypto";
import type {
  Address,
  Channel,
  ChannelError,
  Outbound,
  SendOutcome,
} from "../../src/channels/channel.ts";
import { addressKey } from "../../src/channels/channel.ts";
import { createLanes } from "../../src/conversation/lanes.ts";
import { noFailpoint } from "../../src/conversation/failpoint.ts";
import type { AssociationId, Store } from "../../src/conversation/ports.ts";
import { createOwners } from "../../src/conversation/owner.ts";
import { receive } from "../../src/conversation/receive.ts";
import { runLane } from "../../src/conversation/run-lane.ts";
import { createTokens } from "../../src/conversation/tokens.ts";
import type { World } from "../../src/conversation/world.ts";
import { openLetters } from "../../src/open-letters.ts";
import { connectStore } from "../../src/store/index.ts";
import { loadStage } from "./stage.ts";

const stage = loadStage();

/** A working channel that remembers what it showed and can be told to fail, to lose its answer or to be slow. */
export interface StandIn extends Channel {
  seen: Outbound[];
  /** Outcomes of the next sends, in order; `lost` shows the message and then says nothing certain. */
  next: (ChannelError["class"] | "lost")[];
  slowMs: number;
}

export function standIn(id: string, kind: "sms" | "web" | "whatsapp" = "sms"): StandIn {
  const channel: StandIn = {
    id,
    kind,
    transport: "console",
    seen: [],
    next: [],
    slowMs: 0,
    capabilities: {
      direction: "two-way",
      text: { maxChars: 1600 },
      buttons: 0,
      media: { inbound: true, outbound: true, maxBytes: 1_000_000 },
      receipts: ["sent", "delivered"],
      idempotentSend: false,
      isolates: false,
    },
    start: async () => undefined,
    stop: async () => undefined,
    health: () => ({ state: "ready", since: new Date(), identity: id }),
    render: (message) => ({
      text: message.body.kind === "media" ? "" : message.body.text,
      warnings: [],
    }),
    async send(message): Promise<SendOutcome> {
      if (channel.slowMs > 0) await new Promise((resolve) => setTimeout(resolve, channel.slowMs));
      const fate = channel.next.shift();
      if (fate !== undefined && fate !== "lost")
        return { status: "rejected", error: { class: fate, message: fate } };
      channel.seen.push(message);
      if (fate === "lost")
        return { status: "unknown", error: { class: "transient", message: "no answer" } };
      return { status: "accepted", providerMessageIds: [`p-${message.id}`] };
    },
    async reconcile(message) {
      return channel.seen.some((each) => each.id === message.id)
        ? { status: "accepted", providerMessageIds: [`p-${message.id}`] }
        : "not-found";
    },
  };
  return channel;
}

export interface Corridor {
  world: World;
  store: Store;
  sms: StandIn;
  web: StandIn;
  whatsapp: StandIn;
  /** A person writes; resolves when it is stored. */
  write(phone: string, text: string, id?: string): Promise<"stored" | "duplicate">;
  /** A person sends a file that his channel has kept already. */
  sendFile(phone: string, storageKey: string, mime: string): Promise<"stored" | "duplicate">;
  /** The same in a web chat session. */
  writeWeb(session: string, text: string): Promise<"stored" | "duplicate">;
  /** Resolves when every lane is quiet. */
  quiet(): Promise<void>;
  /** Keys that were sent to a phone, in the order in which they left. */
  keys(phone: string): string[];
  conversation(phone: string): ReturnType<Store["conversations"]["load"]>;
  stop(): Promise<void>;
}

export const khuta = "khuta" as AssociationId;

/** The whole corridor on a real store, with stand-ins for the outside. Two of them on one store are two processes. */
export async function openCorridor(
  mongoUri: string,
  overrides: { now?: () => Date; masterKey?: Buffer; storyMs?: number } = {},
): Promise<Corridor> {
  const masterKey = overrides.masterKey ?? randomBytes(32);
  const { store, close } = await connectStore({ mongoUri, masterKey });
  const sms = standIn("khuta-sms");
  const web = standIn("khuta-web", "web");
  const whatsapp = standIn("khuta-whatsapp", "whatsapp");
  const failures: unknown[] = [];
  const lanes = createLanes((association, lane) => runLane(world, association, lane), {
    concurrency: 16,
    onError: (error) => failures.push(error),
  });
  const newId = () => randomUUID().replaceAll("-", "");
  const clock = { now: overrides.now ?? (() => new Date()), real: () => new Date() };
  const { associations, flows, texts } = stage;
  const publicUrl = "https://wasl.example";
  const paper = openLetters({ store, associations, texts, flows, clock, publicUrl });
  const world: World = {
    store,
    channels: new Map([
      [sms.id, sms],
      [web.id, web],
      [whatsapp.id, whatsapp],
    ]),
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
    storyMs: overrides.storyMs ?? 0, // tests write one message after another
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  };
  const addressOf = (phone: string): Address => ({
    channelId: sms.id,
    scheme: "e164",
    value: phone,
  });
  let count = 0;

  return {
    world,
    store,
    sms,
    web,
    whatsapp,
    write(phone, text, id = `m${process.pid}-${count++}`) {
      return receive(world, khuta, {
        providerMessageId: id,
        channelId: sms.id,
        from: { address: addressOf(phone), phoneE164: phone, phoneAssurance: "carrier" },
        origin: "live",
        author: "contact",
        body: { kind: "text", text },
      });
    },
    sendFile(phone, storageKey, mime) {
      const media = {
        providerRef: "1",
        mime,
        fileName: "file",
        state: "fetched",
        storageKey,
      } as const;
      return receive(world, khuta, {
        providerMessageId: `f${process.pid}-${count++}`,
        channelId: sms.id,
        from: { address: addressOf(phone), phoneE164: phone, phoneAssurance: "carrier" },
        origin: "live",
        author: "contact",
        body: { kind: "media", media: [media], caption: "صورة" }, // with words it is no album: nothing waits
      });
    },
    writeWeb(session, text) {
      return receive(world, khuta, {
        providerMessageId: `w${process.pid}-${count++}`,
        channelId: web.id,
        from: {
          address: { channelId: web.id, scheme: "session", value: session },
          phoneAssurance: "none",
        },
        origin: "live",
        author: "contact",
        body: { kind: "text", text },
      });
    },
    async quiet() {
      while (!lanes.idle()) await new Promise((resolve) => setTimeout(resolve, 5));
      if (failures.length > 0) throw failures[0];
    },
    keys: (phone) =>
      sms.seen.filter((message) => message.to.value === phone).map((message) => message.key),
    async conversation(phone) {
      const id = await store.conversations.ownerOf(khuta, addressKey(addressOf(phone)));
      return id === undefined ? undefined : store.conversations.load(khuta, id);
    },
    async stop() {
      await lanes.drain(5_000);
      await paper.stop();
      await close();
    },
  };
}
