import type { Channel } from "../../../src/channels/channel.ts";
import { createTwilioSms } from "../../../src/channels/sms-twilio/channel.ts";
import type { TwilioSmsOptions } from "../../../src/channels/sms-twilio/options.ts";
import { startTwilioSim, type TwilioSim } from "../../../src/simulators/twilio/server.ts";
import type { ChannelHarness, Fault } from "../contract.ts";
import { serveWebhooks } from "../webhook-server.ts";

export const CHANNEL_ID = "khuta-sms";
export const ACCOUNT = { sid: `AC${"a1".repeat(16)}`, authToken: "synthetic-token" };
export const OUR_NUMBER = "+966550000001";

export interface TwilioHarness extends ChannelHarness {
  sim: TwilioSim;
  publicUrl: string;
  /** Another channel on the same account, as after a restart: it remembers nothing. */
  makeChannel(options?: Partial<TwilioSmsOptions>): Channel;
}

/** The real client and the real signature check between the channel and the stand-in, all on loopback. */
export async function twilioHarness({
  now = () => new Date(),
}: { now?: () => Date } = {}): Promise<TwilioHarness> {
  const sim = await startTwilioSim({ accounts: [ACCOUNT], stepMs: 1, now });
  const product = await serveWebhooks(() => channel);
  const makeChannel = (options: Partial<TwilioSmsOptions> = {}) =>
    createTwilioSms({
      id: CHANNEL_ID,
      accountSid: ACCOUNT.sid,
      authToken: ACCOUNT.authToken,
      from: OUR_NUMBER,
      publicUrl: product.url,
      apiUrl: sim.url,
      direction: "two-way",
      now,
      ...options,
    });
  const channel = makeChannel();
  const sids = new Map<string, string>();

  return {
    channel,
    sim,
    publicUrl: product.url,
    makeChannel,
    address: (person) => ({ channelId: CHANNEL_ID, scheme: "e164", value: numberOf(person) }),

    async write(person, text, name) {
      const known = sids.get(name);
      const { sid, calls } = await sim.inbound({
        accountSid: ACCOUNT.sid,
        from: numberOf(person),
        to: OUR_NUMBER,
        body: text,
        url: `${product.url}/webhooks/${CHANNEL_ID}`,
        ...(known === undefined ? {} : { sid: known }),
      });
      sids.set(name, sid);
      return calls[0]?.attempts.at(-1) === 200 ? "acknowledged" : "refused";
    },
    fail: (fault) => sim.plan({ fault: faults[fault] }),
    seen: () =>
      sim
        .messages()
        .filter(({ direction }) => direction === "outbound-api")
        .map(({ sid, to, body }) => ({ providerMessageId: sid, to, text: body })),
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

const faults = {
  "opted-out": { kind: "refuse", code: 21610 },
  "bad-address": { kind: "refuse", code: 21614 },
  auth: { kind: "refuse", code: 20003 },
  "rate-limited": { kind: "refuse", code: 20429, retryAfterSeconds: 3 },
  "lost-answer": { kind: "lost", how: "cut", stored: true },
  "never-arrived": { kind: "lost", how: "cut", stored: false },
  undelivered: { kind: "undelivered", code: 30003 },
} as const satisfies Record<Fault, object>;
