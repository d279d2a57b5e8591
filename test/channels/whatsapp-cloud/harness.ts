import type { Address, Channel } from "../../../src/channels/channel.ts";
import { createWhatsappCloud } from "../../../src/channels/whatsapp-cloud/channel.ts";
import type { WhatsappCloudOptions } from "../../../src/channels/whatsapp-cloud/options.ts";
import { startGraphSim, type GraphSim } from "../../../src/simulators/graph/server.ts";
import type { SimNumber } from "../../../src/simulators/graph/number.ts";
import { LETTER, type ChannelHarness, type Fault } from "../contract.ts";
import { serveWebhooks } from "../webhook-server.ts";

export const CHANNEL_ID = "khuta-whatsapp";
export const NUMBER = {
  phoneNumberId: "200000000000002",
  displayPhoneNumber: "966550000001",
  accessToken: "synthetic-access-token",
  appSecret: "synthetic-app-secret",
} as const satisfies SimNumber;
export const VERIFY_TOKEN = "synthetic-verify-token";

export interface CloudHarness extends ChannelHarness {
  sim: GraphSim;
  webhookUrl: string;
  makeChannel(options?: Partial<WhatsappCloudOptions>): Channel;
  /** From now on webhooks come to this channel. */
  take(channel: Channel): void;
}

/** The real HTTP and the real signature check between the channel and the stand-in, all on loopback. */
export async function cloudHarness({
  knownBy = "number",
  number = {},
  now = () => new Date(),
}: {
  knownBy?: "number" | "id";
  number?: Partial<SimNumber>;
  now?: () => Date;
} = {}): Promise<CloudHarness> {
  const sim = await startGraphSim({ numbers: [{ ...NUMBER, ...number }], stepMs: 1, now });
  let receiver: Channel;
  const product = await serveWebhooks(() => receiver);
  const webhookUrl = `${product.url}/webhooks/${CHANNEL_ID}`;
  const makeChannel = (options: Partial<WhatsappCloudOptions> = {}) =>
    createWhatsappCloud({
      id: CHANNEL_ID,
      phoneNumberId: NUMBER.phoneNumberId,
      accessToken: NUMBER.accessToken,
      appSecret: NUMBER.appSecret,
      verifyToken: VERIFY_TOKEN,
      apiUrl: sim.url,
      loadMedia: async (key) => Buffer.from(key === LETTER.storageKey ? LETTER.bytes : ""),
      now,
      ...options,
    });
  const channel = makeChannel();
  receiver = channel;
  await sim.subscribe({
    phoneNumberId: NUMBER.phoneNumberId,
    url: webhookUrl,
    verifyToken: VERIFY_TOKEN,
  });
  const ids = new Map<string, string>();

  return {
    channel,
    sim,
    webhookUrl,
    makeChannel,
    take: (other) => (receiver = other),
    address: (person) => (knownBy === "id" ? userOf(person) : phoneOf(person)),

    async write(person, text, name) {
      const known = ids.get(name);
      const { ids: written, calls } = await sim.inbound({
        phoneNumberId: NUMBER.phoneNumberId,
        messages: [
          {
            person:
              knownBy === "id"
                ? { userId: userOf(person).value, username: "noura" }
                : { waId: digitsOf(person) },
            content: { type: "text", text: { body: text } },
            ...(known === undefined ? {} : { id: known }),
          },
        ],
      });
      ids.set(name, written[0] ?? "");
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
        .map(({ id, person, text, content: { document } }) => ({
          providerMessageId: id,
          to: /^\d+$/.test(person) ? `${person}@c.us` : person,
          text,
          ...fileOf(sim, document),
        })),
    reported: () => sim.settled(),

    async stop() {
      await channel.stop();
      await sim.stop();
      product.stop();
    },
  };
}

function fileOf(sim: GraphSim, document: unknown) {
  const { id = "", filename } = (document ?? {}) as { id?: string; filename?: string };
  const file = sim.file(id);
  return file ? { file: { mime: file.mime, bytes: file.bytes.toString(), name: filename } } : {};
}

export function digitsOf(person: number): string {
  return `96655123450${person}`;
}

export function phoneOf(person: number): Address {
  return { channelId: CHANNEL_ID, scheme: "wa-pn", value: `${digitsOf(person)}@c.us` };
}

export function userOf(person: number): Address {
  return { channelId: CHANNEL_ID, scheme: "wa-bsuid", value: `SA.1349120865530274191${person}` };
}

/** There is no list to look into, so what is lost stays unknown: see send.test.ts. */
const faults: Partial<Record<Fault, Parameters<GraphSim["plan"]>[0]["fault"]>> = {
  "opted-out": { kind: "refuse", code: 131050 },
  "bad-address": { kind: "refuse", code: 131026 },
  auth: { kind: "refuse", code: 190 },
  "rate-limited": { kind: "refuse", code: 130429, retryAfterSeconds: 3 },
  undelivered: { kind: "undelivered", code: 131026 },
};

export const abilities = {
  faults: Object.keys(faults) as Fault[],
  inbound: true,
};
