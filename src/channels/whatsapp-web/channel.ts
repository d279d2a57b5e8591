import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type {
  Address,
  Channel,
  ChannelEvents,
  Health,
  Outbound,
  Receipt,
  SendOutcome,
} from "../channel.ts";
import { NOT_STARTED, rejected, requireOurs, throttle, unknown } from "../outcome.ts";
import { refused } from "./adapter/errors.ts";
import { adviceFor } from "./advice.ts";
import { DEADLINES } from "./deadlines.ts";
import { capabilitiesOf, MAX_BYTES, MAX_CHARS, type WhatsappWebOptions } from "./options.ts";
import { linkingOf } from "./linking.ts";
import { createPacing, type Place } from "./pacing.ts";
import { recycleReason } from "./recycle.ts";
import { render } from "./render.ts";
import { superviseAdapter, type Supervised } from "./supervisor.ts";
import { createTakeIn } from "./take-in.ts";
import type { AdapterConfig, SendOrder } from "./wire.ts";

export interface WhatsappWebChannel extends Channel {
  /** What the number takes of this machine: bytes of memory, and its processes. */
  burden(): ReturnType<Supervised["burden"]>;
}

/**
 * A WhatsApp number linked like a browser, by whatsapp-web.js: unofficial, against WhatsApp's terms and broken by every
 * larger change of its page, but linked in minutes. For pilots and answers; the Cloud API is the way for production.
 *
 * The library and its Chromium run in a process of their own (./adapter). Here: what may leave, and when; what comes in
 * until it is stored; and how the number is.
 */
export function createWhatsappWeb(options: WhatsappWebOptions): WhatsappWebChannel {
  const { id, now, log, random = Math.random } = options;
  const config = adapterConfigOf(options);
  const capabilities = capabilitiesOf(options);
  const reserve =
    options.pacing === "off" ? undefined : createPacing(options.pacing ?? {}, { now, random });
  const sending = new Map<string, Promise<SendOutcome>>();
  let running:
    | { adapter: Supervised; events: ChannelEvents; stopping: AbortController }
    | undefined;
  let health: Health = { state: "stopped" };

  function become(next: Health, events: ChannelEvents): void {
    health = next;
    say(next);
    events.onHealth(next);
  }

  function say(next: Health): void {
    const level = LEVELS[next.state] ?? "info";
    const reason = "reason" in next ? { reason: next.reason } : {};
    const code = next.state === "pairing" ? { method: next.method, until: next.expiresAt } : {};
    log[level](
      { channel: id, state: next.state, ...reason, ...code, advice: adviceFor(next) },
      "WhatsApp number",
    );
    if (next.state !== "pairing") return;
    const { method, payload, expiresAt } = next;
    options.showCode?.({ channelId: id, method, payload, expiresAt });
  }

  async function send(message: Outbound): Promise<SendOutcome> {
    const { text } = render(message);
    const refusal = (await switchedOff()) ?? refusalOf(message, text);
    if (refusal) return refusal;
    const limit = throttle(options.rateLimit, message, 1);
    if (limit) return rejected(limit);
    const place = placeFor(message, text);
    if (!place.ok) return tooFast(place.retryAfterMs);
    await sleep(place.waitMs);
    const order = await orderOf(message, text, place.typingMs);
    if ("status" in order) return order;
    const late = await switchedOff(); // somebody may have thought better of it meanwhile
    if (late) return late;
    if (!running) return NOT_STARTED;
    const outcome = await running.adapter.send(order);
    if (outcome === undefined) return refused("not-ready", "the number is being started");
    return typeof outcome === "object"
      ? outcome
      : unknown("the adapter ended while it was sending");
  }

  async function switchedOff(): Promise<SendOutcome | undefined> {
    try {
      const isOff = (await options.isSwitchedOff?.()) ?? false;
      return isOff ? refused("blocked", "sending is switched off") : undefined;
    } catch {
      return refused("transient", "whether sending is switched off could not be read");
    }
  }

  function refusalOf({ body }: Outbound, text: string): SendOutcome | undefined {
    if (health.state !== "ready" && health.state !== "degraded")
      return refused("not-ready", `the number is ${health.state}`);
    if (text.length > MAX_CHARS)
      return refused("content", "the text is longer than a message may be");
    if (body.kind !== "media")
      return text === "" ? refused("content", "the text is empty") : undefined;
    return options.loadMedia ? undefined : refused("unsupported", "this channel sends no files");
  }

  /** The crisis text waits for nobody. */
  function placeFor({ purpose }: Outbound, text: string): Place {
    if (!reserve || purpose === "crisis") return { ok: true, waitMs: 0, typingMs: 0 };
    return reserve(text.length);
  }

  async function orderOf(
    message: Outbound,
    text: string,
    typingMs: number,
  ): Promise<SendOrder | SendOutcome> {
    const { body } = message;
    try {
      const mayBeFirst = (await options.mayContact?.(message)) ?? false;
      const order = { message, text, typingMs, mayBeFirst };
      if (body.kind !== "media" || !options.loadMedia) return order;
      const bytes = await options.loadMedia(body.storageKey);
      if (bytes.length > capabilities.media.maxBytes)
        return refused("content", "the file is larger than may be sent");
      return { ...order, file: { bytes, mime: body.mime, fileName: body.fileName } };
    } catch (error) {
      log.warn({ channel: id, err: error }, "a message could not be made ready");
      return refused("transient", "what the message needs could not be read");
    }
  }

  return {
    id,
    kind: "whatsapp",
    transport: "whatsapp-web",
    capabilities,
    health: () => health,
    render,
    linking: () => linkingOf(health, now()),
    burden: () =>
      running?.adapter.burden() ?? { bytes: 0, adapterPid: undefined, browserPid: undefined },

    async start(events) {
      if (running) throw new Error(`channel ${id} is started already`);
      const stopping = new AbortController();
      const { signal } = stopping;
      const takeIn = createTakeIn(options, { mediaMs: config.deadlines.mediaMs, stopping: signal });
      const adapter = superviseAdapter(
        config,
        {
          health: (next) => become(next, events),
          inbound: (inbound, file) => takeIn(events, inbound, file),
          receipt: (receipt) => void report(events, receipt, signal),
        },
        { log, now, random, ...(options.restart ? { restart: options.restart } : {}) },
      );
      running = { adapter, events, stopping };
      recycleInTime(options, adapter, {
        health: () => health,
        isIdle: () => sending.size === 0,
        signal,
      });
    },

    async stop() {
      const last = running;
      if (!last) return;
      last.stopping.abort();
      await last.adapter.stop();
      running = undefined;
      become({ state: "stopped" }, last.events);
    },

    async send(message) {
      requireOurs(message, id, SCHEMES);
      if (!running) return NOT_STARTED;
      const before = sending.get(message.id);
      if (before) return before;
      const work = send(message).finally(() => sending.delete(message.id));
      sending.set(message.id, work);
      return work;
    },

    async reconcile(message, since) {
      requireOurs(message, id, SCHEMES);
      // Somebody lost patience before it was sent: it will be known in a moment.
      const under = sending.get(message.id);
      if (under)
        return Promise.race([under, sleep(config.deadlines.reconcileMs, "cannot-tell" as const)]);
      const { text } = render(message);
      const { body } = message;
      // Files are compared by their caption: the bytes are not needed.
      const file =
        body.kind === "media"
          ? { file: { bytes: new Uint8Array(), mime: body.mime, fileName: body.fileName } }
          : {};
      const order = { message, text, typingMs: 0, mayBeFirst: false, ...file };
      return (await running?.adapter.reconcile(order, since)) ?? "cannot-tell";
    },
  };
}

const SCHEMES = ["wa-lid", "wa-pn", "e164"] as const satisfies readonly Address["scheme"][];

const LEVELS: Partial<Record<Health["state"], "warn" | "error">> = {
  pairing: "warn",
  degraded: "warn",
  reconnecting: "warn",
  "needs-operator": "error",
};

const RECEIPT_TRIES = 6;

/** A report that cannot be stored is tried again for a while; a better one may overtake it. */
async function report(events: ChannelEvents, receipt: Receipt, signal: AbortSignal): Promise<void> {
  for (let attempt = 1; attempt <= RECEIPT_TRIES; attempt += 1) {
    try {
      await events.onReceipt(receipt);
      return;
    } catch {
      await sleep(250 * 2 ** attempt, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
    }
  }
}

function recycleInTime(
  { recycle = {}, now, log, id }: WhatsappWebOptions,
  adapter: Supervised,
  { health, isIdle, signal }: { health: () => Health; isIdle: () => boolean; signal: AbortSignal },
): void {
  let since = now();
  const timer = setInterval(() => {
    const { bytes } = adapter.burden();
    const reason = recycleReason(recycle, { now: now(), since, bytes });
    if (reason === undefined || health().state !== "ready" || !isIdle()) return;
    log.info({ channel: id, reason, bytes }, "the browser is started afresh");
    since = now();
    adapter.recycle();
  }, recycle.everyMs ?? 60_000);
  timer.unref();
  signal.addEventListener("abort", () => clearInterval(timer), { once: true });
}

function adapterConfigOf(options: WhatsappWebOptions): AdapterConfig {
  const { id, dataDir, chromiumPath, pageUrl, media } = options;
  return {
    channelId: id,
    folder: path.resolve(dataDir, "whatsapp", id),
    chromiumPath,
    ...(pageUrl === undefined ? {} : { pageUrl }),
    pairing: options.pairing ?? { method: "qr" },
    media: { maxBytes: media?.maxBytes ?? MAX_BYTES, parallel: media?.parallel ?? 2 },
    polls: options.polls ?? false,
    seen: options.seen ?? true,
    sandbox: options.sandbox ?? process.getuid?.() !== 0,
    deadlines: { ...DEADLINES, ...options.deadlines },
    failpoints: options.failpoints ?? [],
  };
}

function tooFast(retryAfterMs: number): SendOutcome {
  const message = "the channel sends as fast as it may";
  return { status: "rejected", error: { class: "rate-limited", message, retryAfterMs } };
}
