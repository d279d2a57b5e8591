import { afterAll, beforeAll, vi } from "vitest";
import type { Channel, ChannelEvents, Health, Outbound } from "../../../src/channels/channel.ts";
import { channelContract, LETTER, type ChannelHarness, type Fault } from "../contract.ts";
import type { SimFile } from "../../../src/simulators/whatsapp-web/message.ts";
import { channelId, PATIENCE, setStage, type Stage } from "./stage.ts";

/*
 * The contract of every channel, on the real library. Linking takes seconds, so the number stays linked from one test to
 * the next, and only a test that stops the channel starts it again. What it says of its health on the way to `ready` is
 * left out: elsewhere a channel is ready at once.
 */

let stage: Stage;
let events: ChannelEvents | undefined;
let isRunning = false;
let round = 0;

beforeAll(async () => {
  stage = await setStage({
    mayContact: () => true,
    loadMedia: async () => Buffer.from(LETTER.bytes),
  });
  await start();
  await stage.linked();
});
afterAll(() => stage.end());

async function start(): Promise<void> {
  await stage.channel.start({
    // Nor does a second try for a message of a test that is over.
    onInbound: async (message) =>
      message.providerMessageId.includes(`_${round}-`)
        ? listening().onInbound(message)
        : "duplicate",
    // A report of a test that is over concerns nobody.
    onReceipt: async (receipt) => (isOfThisTest(receipt) ? events?.onReceipt(receipt) : undefined),
    onHealth(health) {
      if (!ON_THE_WAY.has(health.state)) events?.onHealth(health);
    },
  });
  isRunning = true;
}

const ON_THE_WAY = new Set<Health["state"]>(["starting", "pairing", "syncing", "reconnecting"]);

function isOfThisTest({ providerMessageId }: { providerMessageId: string }): boolean {
  return stage.account.sent().some(({ serialized }) => serialized === providerMessageId);
}

function listening(): ChannelEvents {
  if (!events) throw new Error("nobody listens");
  return events;
}

/** The linked number as one test sees it. */
function sharedChannel(): Channel {
  let isStarted = false;
  const real = stage.channel;
  return {
    ...real,
    async start(given) {
      events = given;
      if (isRunning) given.onHealth(real.health());
      else await start();
      await stage.is("ready");
      isStarted = true;
    },
    async stop() {
      if (isStarted) await real.stop();
      isRunning = !isStarted && isRunning;
      isStarted = false;
    },
    health: () => (isStarted ? real.health() : { state: "stopped" }),
    send: async (message) => {
      if (isStarted || message.to.channelId !== channelId) return real.send(ofThisTest(message));
      return { status: "rejected", error: { class: "not-ready", message: "not started" } };
    },
    reconcile: async (message, since) =>
      (await real.reconcile?.(ofThisTest(message), since)) ?? "cannot-tell",
  };
}

/** The suite gives the same ids in every test; this number has sent them before. */
function ofThisTest(message: Outbound): Outbound {
  return { ...message, id: `${round}-${message.id}` };
}

async function harness(): Promise<ChannelHarness> {
  round += 1;
  stage.account.forget();
  const channel = sharedChannel();
  const phone = (person: number) => `9665500000${String(person).padStart(2, "0")}`;
  for (const person of [1, 2]) stage.account.register(phone(person));
  const faults: Partial<Record<Fault, () => void>> = {
    "lost-answer": () => stage.account.reloadDuringNextSend("taken"),
    "never-arrived": () => stage.account.reloadDuringNextSend("lost"),
    undelivered: () => stage.account.undeliverNextSends(1),
  };
  return {
    channel,
    address: (person) => ({ channelId, scheme: "wa-pn", value: `${phone(person)}@c.us` }),
    async write(person, text, name) {
      if (channel.health().state === "stopped") return "refused";
      const answered = answerTo(`${round}-${name}`);
      stage.account.receive({ from: phone(person), body: text, id: `${round}-${name}` });
      return answered;
    },
    fail: (fault) => faults[fault]?.(),
    seen: () =>
      stage.account.sent().map(({ serialized, remote, body, file }) => ({
        providerMessageId: serialized,
        to: remote,
        text: body,
        ...(file ? { file: shownFile(file) } : {}),
      })),
    async reported() {
      const [last] = stage.account.sent().slice(-1);
      await vi.waitUntil(() => !last || last.ack === 2 || last.ack === -1, PATIENCE);
      await new Promise((resolve) => setTimeout(resolve, 150));
    },
    async stop() {
      events = undefined;
    },
  };
}

function shownFile({ mimetype, data, filename: name }: SimFile) {
  return { mime: mimetype, bytes: Buffer.from(data ?? "", "base64").toString(), name };
}

/** What the store says of a message when it comes by. */
async function answerTo(id: string): Promise<"acknowledged" | "refused"> {
  const store = listening();
  return new Promise((resolve) => {
    events = {
      ...store,
      onHealth: store.onHealth,
      onReceipt: store.onReceipt,
      async onInbound(message) {
        const isIt = message.providerMessageId.endsWith(`_${id}`);
        try {
          const outcome = await store.onInbound(message);
          if (isIt) resolve("acknowledged");
          return outcome;
        } catch (error) {
          if (isIt) resolve("refused");
          throw error;
        } finally {
          if (isIt) events = store;
        }
      },
    };
  });
}

channelContract("whatsapp-web", harness, {
  faults: ["lost-answer", "never-arrived", "undelivered"],
  inbound: true,
});
