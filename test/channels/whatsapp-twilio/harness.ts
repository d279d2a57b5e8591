import type { Channel } from "../../../src/channels/channel.ts";
import { createTwilioWhatsapp } from "../../../src/channels/whatsapp-twilio/channel.ts";
import type { TwilioWhatsappOptions } from "../../../src/channels/whatsapp-twilio/options.ts";
import type { SimMessage } from "../../../src/simulators/twilio/message.ts";
import { startTwilioSim, type TwilioSim } from "../../../src/simulators/twilio/server.ts";
import { LETTER, type Abilities, type ChannelHarness, type Fault } from "../contract.ts";
import { serveWebhooks } from "../webhook-server.ts";

export const CHANNEL_ID = "khuta-whatsapp";
export const ACCOUNT = { sid: `AC${"a1".repeat(16)}`, authToken: "synthetic-token" };
export const OUR_NUMBER = "+966550000001";
export const BUTTONS = { 2: `HX${"02".repeat(16)}`, 5: `HX${"05".repeat(16)}` };

export interface TwilioWhatsappHarness extends ChannelHarness {
  sim: TwilioSim;
  publicUrl: string;
  makeChannel(options?: Partial<TwilioWhatsappOptions>): Channel;
  /** From now on webhooks come to this channel. */
  take(channel: Channel): void;
}

/** The real client and the real signature check between the channel and the stand-in, all on loopback. */
export async function twilioWhatsappHarness(): Promise<TwilioWhatsappHarness> {
  const now = () => new Date();
  const sim = await startTwilioSim({ accounts: [ACCOUNT], stepMs: 1, now });
  let receiver: Channel;
  const product = await serveWebhooks(() => receiver, { [LETTER.storageKey]: LETTER.bytes });
  const makeChannel = (options: Partial<TwilioWhatsappOptions> = {}) =>
    createTwilioWhatsapp({
      id: CHANNEL_ID,
      accountSid: ACCOUNT.sid,
      authToken: ACCOUNT.authToken,
      from: OUR_NUMBER,
      publicUrl: product.url,
      apiUrl: sim.url,
      content: { choices: BUTTONS },
      fileUrl: (storageKey) => `${product.url}/media/${storageKey}`,
      now,
      ...options,
    });
  const channel = makeChannel();
  receiver = channel;
  const sids = new Map<string, string>();

  return {
    channel,
    sim,
    publicUrl: product.url,
    makeChannel,
    take: (other) => (receiver = other),
    address: (person) => ({
      channelId: CHANNEL_ID,
      scheme: "wa-pn",
      value: `${digitsOf(person)}@c.us`,
    }),

    async write(person, text, name) {
      const known = sids.get(name);
      const { sid, calls } = await sim.inbound({
        accountSid: ACCOUNT.sid,
        from: writtenOf(person),
        to: `whatsapp:${OUR_NUMBER}`,
        body: text,
        url: `${product.url}/webhooks/${CHANNEL_ID}`,
        params: { ProfileName: "نورة", WaId: digitsOf(person) },
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
        .map((message) => ({
          providerMessageId: message.sid,
          to: message.to.replace(/^whatsapp:\+/, "") + "@c.us",
          text: shownText(message),
          ...fileOf(message),
        })),
    reported: () => sim.settled(),

    async stop() {
      await channel.stop();
      await sim.stop();
      product.stop();
    },
  };
}

function digitsOf(person: number): string {
  return `96655123450${person}`;
}

export function writtenOf(person: number): string {
  return `whatsapp:+${digitsOf(person)}`;
}

function fileOf({ media: [file] }: SimMessage) {
  if (!file) return {};
  return { file: { mime: file.contentType, bytes: Buffer.from(file.data, "base64").toString() } };
}

/** The templates of the test: {{1}} is the text, every label stands before its id. */
function shownText({ body, contentVariables }: SimMessage): string {
  if (!contentVariables) return body;
  const labels = Object.entries(contentVariables).filter(([place]) => Number(place) % 2 === 0);
  return [body, ...labels.map(([, label]) => label)].join("\n");
}

export const abilities = (): Abilities => ({
  faults: Object.keys(faults) as Fault[],
  inbound: true,
  fileName: null, // Twilio shows none
});

const faults = {
  "opted-out": { kind: "refuse", code: 63014 },
  "bad-address": { kind: "refuse", code: 63003 },
  auth: { kind: "refuse", code: 20003 },
  "rate-limited": { kind: "refuse", code: 20429, retryAfterSeconds: 3 },
  "lost-answer": { kind: "lost", how: "cut", stored: true },
  "never-arrived": { kind: "lost", how: "cut", stored: false },
  undelivered: { kind: "undelivered", code: 63024 },
} as const satisfies Record<Fault, object>;
