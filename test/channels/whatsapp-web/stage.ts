import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { vi } from "vitest";
import type { Address, Health, Inbound, OutboundBody } from "../../../src/channels/channel.ts";
import {
  createWhatsappWeb,
  type WhatsappWebChannel,
} from "../../../src/channels/whatsapp-web/channel.ts";
import type { WhatsappWebOptions } from "../../../src/channels/whatsapp-web/options.ts";
import type { SimAccount } from "../../../src/simulators/whatsapp-web/account.ts";
import { startWhatsappSim, type WhatsappSim } from "../../../src/simulators/whatsapp-web/server.ts";
import { findProgram } from "../../../src/embedded/find-program.ts";
import { outbound, recordEvents, type EventsRecorder } from "../events-recorder.ts";

export const channelId = "khuta-whatsapp";
export const person = { from: "966551234567", lid: "222333444555666", name: "أم محمد" };
export const personAddress: Address = {
  channelId,
  scheme: "wa-lid",
  value: `${person.lid}@lid`,
};

/** Two cores shared by many: nothing here is a promise about speed. */
export const PATIENCE = { timeout: 45_000, interval: 25 };

/** A linked number with its stand-in: the telephone, the people, and what the channel said. */
export interface Stage {
  sim: WhatsappSim;
  account: SimAccount;
  channel: WhatsappWebChannel;
  events: EventsRecorder;
  health: Health[];
  notes: { level: string; text: string; fields: Record<string, unknown> }[];
  files: Map<string, Uint8Array>;
  dataDir: string;
  /** The same number once more, with other options, on the same folder. */
  again(options?: Partial<WhatsappWebOptions>): void;
  start(): Promise<void>;
  /** Scans the code if one is shown, and waits for `ready`. */
  linked(): Promise<void>;
  is(state: Health["state"]): Promise<void>;
  say(body: string, more?: object): string;
  send(text: string | OutboundBody, id?: string): ReturnType<WhatsappWebChannel["send"]>;
  inbound(count: number): Promise<Inbound[]>;
  end(): Promise<void>;
}

export async function setStage(given: Partial<WhatsappWebOptions> = {}): Promise<Stage> {
  const sim = await startWhatsappSim();
  const dataDir = mkdtempSync(path.join(tmpdir(), "wasl-whatsapp-"));
  const files = new Map<string, Uint8Array>();
  const health: Health[] = [];
  const notes: Stage["notes"] = [];
  const note = (level: string) => (fields: object, text?: string) => {
    notes.push({ level, text: text ?? "", fields: fields as Record<string, unknown> });
  };
  const recorder = recordEvents();

  function make(options: Partial<WhatsappWebOptions> = {}): WhatsappWebChannel {
    return createWhatsappWeb({
      id: channelId,
      dataDir,
      chromiumPath: process.env["CHROMIUM_PATH"] ?? findProgram("chromium") ?? "chromium",
      pageUrl: sim.url,
      pacing: "off",
      restart: { firstMs: 100, longestMs: 500, crashLoop: { deaths: 50, withinMs: 600_000 } },
      log: { info: note("info"), warn: note("warn"), error: note("error") },
      now: () => new Date(),
      async saveMedia(bytes) {
        const key = `file${files.size + 1}`;
        files.set(key, bytes);
        return key;
      },
      loadMedia: async () => Buffer.from("%PDF-1.4"),
      ...given,
      ...options,
      deadlines: {
        watchMs: 400,
        settleMs: 200,
        ackMs: 5_000,
        reconcileMs: 30_000,
        ...given.deadlines,
        ...options.deadlines,
      },
    });
  }

  const stage: Stage = {
    sim,
    account: sim.account(channelId),
    channel: make(),
    events: recorder,
    health,
    notes,
    files,
    dataDir,
    again(options) {
      stage.channel = make(options);
    },
    async start() {
      await stage.channel.start({
        onInbound: (message) => recorder.onInbound(message),
        onReceipt: (receipt) => recorder.onReceipt(receipt),
        onHealth(each) {
          health.push(each);
          recorder.onHealth(each);
        },
      });
    },
    async linked() {
      await vi.waitUntil(
        () => ["pairing", "ready"].includes(stage.channel.health().state),
        PATIENCE,
      );
      if (stage.channel.health().state === "pairing") await stage.account.pair();
      await stage.is("ready");
    },
    async is(state) {
      await vi.waitUntil(() => stage.channel.health().state === state, PATIENCE);
    },
    say: (body, more = {}) => stage.account.receive({ ...person, body, ...more }),
    send: (body, id = `m${Math.random()}`) =>
      stage.channel.send(
        outbound(personAddress, typeof body === "string" ? { kind: "text", text: body } : body, id),
      ),
    async inbound(count) {
      await vi.waitUntil(() => recorder.inbound.length >= count, PATIENCE);
      return recorder.inbound;
    },
    async end() {
      await stage.channel.stop();
      await sim.stop();
      rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
  return stage;
}

/** A stage of one story, taken down however it ends: stories can go on side by side. */
export async function onStage(
  options: Partial<WhatsappWebOptions>,
  story: (stage: Stage) => Promise<void>,
): Promise<void> {
  const stage = await setStage(options);
  try {
    await story(stage);
  } finally {
    await stage.end();
  }
}

export function texts(messages: readonly Inbound[]): string[] {
  return messages.map(({ body }) => (body.kind === "text" ? body.text : `[${body.kind}]`));
}

/** First processes of browsers on this folder. */
export function browsersOn(dataDir: string): number {
  const marker = `--wasl-profile=${dataDir}`;
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, "latin1").includes(marker);
      } catch {
        return false;
      }
    }).length;
}
