import type { Channel } from "../../../src/channels/channel.ts";
import { androidPhone } from "../../../src/channels/sms-http/android-phone.ts";
import { createSmsHttp } from "../../../src/channels/sms-http/channel.ts";
import type { SmsHttpOptions } from "../../../src/channels/sms-http/options.ts";
import { unifonic } from "../../../src/channels/sms-http/unifonic.ts";
import {
  startSmsGatewaySim,
  type GatewayAccount,
  type SmsGatewaySim,
} from "../../../src/simulators/sms-gateways/server.ts";
import type { ChannelHarness, Fault } from "../contract.ts";
import { serveWebhooks } from "../webhook-server.ts";

export const CHANNEL_ID = "khuta-sms";
export const PHONE = {
  user: "phone",
  password: "synthetic-password",
  webhookSecret: "signing-key",
};
export const AGGREGATOR = { appSid: "synthetic-app-sid", from: "KHUTA", webhookSecret: "url-key" };

export interface GatewayHarness extends ChannelHarness {
  sim: SmsGatewaySim;
  publicUrl: string;
  makeChannel(options?: Partial<SmsHttpOptions>): Channel;
}

type PlannedFault = Parameters<SmsGatewaySim["plan"]>[0]["fault"];
type Faults = Partial<Record<Fault, PlannedFault>>;

async function harnessOf(
  settings: Pick<SmsHttpOptions, "gateway" | "credentials" | "direction">,
  accountOf: (publicUrl: string) => GatewayAccount,
  faults: Faults,
): Promise<GatewayHarness> {
  const product = await serveWebhooks(() => channel);
  const sim = await startSmsGatewaySim({ account: accountOf(product.url), stepMs: 1 });
  const makeChannel = (options: Partial<SmsHttpOptions> = {}) =>
    createSmsHttp({
      id: CHANNEL_ID,
      ...settings,
      publicUrl: product.url,
      apiUrl: sim.url,
      now: () => new Date(),
      ...options,
    });
  const channel = makeChannel();
  const ids = new Map<string, string>();

  return {
    channel,
    sim,
    publicUrl: product.url,
    makeChannel,
    address: (person) => ({ channelId: CHANNEL_ID, scheme: "e164", value: numberOf(person) }),

    async write(person, text, name) {
      const known = ids.get(name);
      const { id, calls } = await sim.inbound({
        from: numberOf(person),
        text,
        ...(known === undefined ? {} : { id: known }),
      });
      ids.set(name, id);
      return calls[0]?.attempts.at(-1) === 200 ? "acknowledged" : "refused";
    },
    fail(fault) {
      const planned = faults[fault];
      if (planned) sim.plan({ fault: planned });
    },
    seen: () =>
      sim
        .messages()
        .filter(({ direction }) => direction === "outbound")
        .map(({ id, person, text }) => ({ providerMessageId: id, to: person, text })),
    reported: () => sim.settled(),

    async stop() {
      await channel.stop();
      await sim.stop();
      product.stop();
    },
  };
}

export function numberOf(person: number): string {
  return `+96655123450${person}`;
}

// ---------------------------------------------------------------- a telephone with a SIM

export const phoneFaults = {
  "bad-address": { kind: "refuse", status: 400 },
  auth: { kind: "refuse", status: 401 },
  "rate-limited": { kind: "refuse", status: 429, retryAfterSeconds: 3 },
  "lost-answer": { kind: "lost", how: "cut", stored: true },
  "never-arrived": { kind: "lost", how: "cut", stored: false },
  undelivered: { kind: "undelivered", reason: "RESULT_ERROR_GENERIC_FAILURE" },
} as const satisfies Faults;

export async function phoneHarness(): Promise<GatewayHarness> {
  const harness = await harnessOf(
    { gateway: androidPhone, credentials: PHONE, direction: "two-way" },
    () => ({
      gateway: "android-phone",
      user: PHONE.user,
      password: PHONE.password,
      signingKey: PHONE.webhookSecret,
    }),
    phoneFaults,
  );
  await registerWebhooks(harness);
  return harness;
}

/** What an operator does once in the app or by its API. */
async function registerWebhooks({ sim, publicUrl }: GatewayHarness): Promise<void> {
  const url = `${publicUrl}/webhooks/${CHANNEL_ID}`;
  const basic = Buffer.from(`${PHONE.user}:${PHONE.password}`).toString("base64");
  const events = { "sms:received": url } as Record<string, string>;
  for (const state of ["sent", "delivered", "failed"]) events[`sms:${state}`] = `${url}/status`;
  for (const [event, to] of Object.entries(events)) {
    await fetch(`${sim.url}/webhooks`, {
      method: "POST",
      headers: { authorization: `Basic ${basic}` },
      body: JSON.stringify({ event, url: to }),
    });
  }
}

// ---------------------------------------------------------------- an aggregator

export const aggregatorFaults = {
  "bad-address": { kind: "refuse", code: "ER-05" },
  auth: { kind: "refuse", status: 401 },
  "rate-limited": { kind: "refuse", status: 429, retryAfterSeconds: 3 },
  undelivered: { kind: "undelivered" },
} as const satisfies Faults;

export function aggregatorHarness(): Promise<GatewayHarness> {
  return harnessOf(
    { gateway: unifonic, credentials: AGGREGATOR, direction: "outbound-only" },
    (publicUrl) => ({
      gateway: "unifonic",
      appSid: AGGREGATOR.appSid,
      senders: [AGGREGATOR.from],
      dlrUrl: `${publicUrl}/webhooks/${CHANNEL_ID}/status?key=${AGGREGATOR.webhookSecret}`,
    }),
    aggregatorFaults,
  );
}
