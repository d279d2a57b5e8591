import { createConsole } from "./console/channel.ts";
import { createRateLimit } from "./rate-limit.ts";
import { createTwilioSms } from "./sms-twilio/channel.ts";
import type { TwilioOptions } from "./twilio.ts";
import { createWebChannel } from "./web/channel.ts";
import { createTwilioWhatsapp } from "./whatsapp-twilio/channel.ts";
import { createWhatsappWeb } from "./whatsapp-web/channel.ts";
import type { WhatsappWebOptions } from "./whatsapp-web/options.ts";
import type { Channel, Transport } from "./channel.ts";
import { AppError } from "../errors.ts";

/** What a transport may be given: a profile's channel with its secrets already read from the environment. */
export interface ChannelSettings {
  id: string;
  transport: Transport;
  direction: "two-way" | "outbound-only";
  /** Names as the profile writes them (`accountSid`), values from the environment. */
  credentials: Readonly<Record<string, string>>;
}

export interface ChannelWorld {
  publicUrl: string;
  now: () => Date;
  twilioApiUrl?: string;
  web: Pick<Parameters<typeof createWebChannel>[0], "log" | "bus">;
  whatsappWeb: Pick<
    WhatsappWebOptions,
    "dataDir" | "chromiumPath" | "pageUrl" | "mayContact" | "showCode" | "log"
  > & { saveMedia(channelId: string, ...file: SaveMediaArguments): SavedMedia };
}

type SaveMediaArguments = Parameters<WhatsappWebOptions["saveMedia"]>;
type SavedMedia = ReturnType<WhatsappWebOptions["saveMedia"]>;

/** Parts of messages: a conversation never meets this, a loop of two machines does. */
const TWILIO_RATE = {
  channel: { capacity: 300, perSecond: 50 },
  recipient: { capacity: 60, perSecond: 2 },
};

type Create = (settings: ChannelSettings, world: ChannelWorld) => Channel;

/** Every transport that this build carries. A new one is a folder and a line here. */
const transports: Partial<Record<Transport, Create>> = {
  web: ({ id }, { web, now }) => createWebChannel({ id, ...web, now }),
  "sms-twilio": (settings, world) =>
    createTwilioSms({ ...twilioOptions(settings, world), direction: settings.direction }),
  "whatsapp-twilio": (settings, world) => createTwilioWhatsapp(twilioOptions(settings, world)),
  "whatsapp-web": ({ id, credentials }, { whatsappWeb, now }) =>
    createWhatsappWeb({
      ...whatsappWeb,
      id,
      // Eight letters can be read to a telephone; nobody can scan a log.
      pairing: {
        method: "code",
        phone: needed(id, credentials, "phone").replace(/\D/g, ""),
      },
      saveMedia: (...file) => whatsappWeb.saveMedia(id, ...file),
      now,
    }),
  console: ({ id }) => createConsole({ id }),
};

export function createChannel(settings: ChannelSettings, world: ChannelWorld): Channel {
  const create = transports[settings.transport];
  if (!create)
    throw new AppError("channel.failed", {
      detail: `${settings.id}: the transport ${settings.transport} is not part of this build`,
    });
  return create(settings, world);
}

export function hasTransport(transport: Transport): boolean {
  return transports[transport] !== undefined;
}

function twilioOptions(
  { id, credentials }: ChannelSettings,
  { publicUrl, twilioApiUrl, now }: ChannelWorld,
): TwilioOptions {
  return {
    id,
    accountSid: needed(id, credentials, "accountSid"),
    authToken: needed(id, credentials, "authToken"),
    ...(credentials["nextAuthToken"] ? { nextAuthToken: credentials["nextAuthToken"] } : {}),
    ...senderOf(id, credentials),
    publicUrl,
    ...(twilioApiUrl ? { apiUrl: twilioApiUrl } : {}),
    rateLimit: createRateLimit({ ...TWILIO_RATE, now: () => new Date() }),
    now,
  };
}

function senderOf(id: string, credentials: Readonly<Record<string, string>>) {
  const pool = credentials["messagingServiceSid"];
  return pool ? { messagingServiceSid: pool } : { from: needed(id, credentials, "from") };
}

function needed(id: string, credentials: Readonly<Record<string, string>>, name: string): string {
  const value = credentials[name];
  if (!value)
    throw new AppError("config.invalid", {
      detail: `${id} has no ${name}: name a variable of the environment in its profile`,
    });
  return value;
}
