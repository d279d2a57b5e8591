import { createConsole } from "./console/channel.ts";
import { createRateLimit, type Bucket } from "./rate-limit.ts";
import { createSmsHttp } from "./sms-http/channel.ts";
import { gateways } from "./sms-http/gateways.ts";
import type { SmsHttpOptions } from "./sms-http/options.ts";
import { createTwilioSms } from "./sms-twilio/channel.ts";
import type { TwilioOptions } from "./twilio.ts";
import { createWebChannel } from "./web/channel.ts";
import { createWhatsappCloud } from "./whatsapp-cloud/channel.ts";
import type { WhatsappCloudOptions } from "./whatsapp-cloud/options.ts";
import { createTwilioWhatsapp } from "./whatsapp-twilio/channel.ts";
import type { TwilioWhatsappOptions } from "./whatsapp-twilio/options.ts";
import { createWhatsappWeb } from "./whatsapp-web/channel.ts";
import type { WhatsappWebOptions } from "./whatsapp-web/options.ts";
import type { Address, Channel, Outbound, Transport } from "./channel.ts";
import { AppError } from "../errors.ts";

/** What a transport may be given: a profile's channel with its secrets already read from the environment. */
export interface ChannelSettings extends TransportSettings {
  id: string;
  transport: Transport;
  direction: "two-way" | "outbound-only";
  /** Names as the profile writes them (`accountSid`), values from the environment. */
  credentials: Readonly<Record<string, string>>;
}

/** What the profile says to one transport alone. */
export interface TransportSettings {
  /** Named, or described in the profile. */
  gateway?: string | SmsHttpOptions["gateway"];
  url?: string;
  country?: string;
  templates?: WhatsappCloudOptions["templates"];
  listButton?: WhatsappCloudOptions["listButton"];
  graphVersion?: string;
  content?: TwilioWhatsappOptions["content"];
  pairing?: "code" | "qr";
  polls?: boolean;
  paused?: boolean;
}

export interface ChannelWorld {
  publicUrl: string;
  now: () => Date;
  /** Other hosts that speak the same language: stand-ins. */
  twilioApiUrl?: string;
  graphApiUrl?: string;
  smsGatewayUrl?: string;
  web: Pick<Parameters<typeof createWebChannel>[0], "log" | "bus">;
  /** What is known of the people behind the addresses. */
  people: {
    lastInboundAt(address: Address): Promise<Date | undefined>;
    mayContact(message: Outbound): Promise<boolean>;
  };
  /** The switch that stops all sending of a channel while it runs. */
  isSwitchedOff(channelId: string): Promise<boolean>;
  files: {
    save(channelId: string, ...file: SaveMediaArguments): SavedMedia;
    load(channelId: string, storageKey: string): Promise<Uint8Array>;
    /** Where a provider may fetch it for a while. */
    url(channelId: string, storageKey: string, mime: string): string;
  };
  whatsappWeb: Pick<
    WhatsappWebOptions,
    "dataDir" | "chromiumPath" | "pageUrl" | "pacing" | "showCode" | "log"
  >;
}

type SaveMediaArguments = Parameters<WhatsappWebOptions["saveMedia"]>;
type SavedMedia = ReturnType<WhatsappWebOptions["saveMedia"]>;

/** Messages, of SMS their parts: a conversation never meets these, a loop of two machines does. */
const rates = {
  twilio: {
    channel: { capacity: 300, perSecond: 50 },
    recipient: { capacity: 60, perSecond: 2 },
  },
  // Meta: 80 a second for a number; 45 at once to one person, then one in six seconds.
  cloud: {
    channel: { capacity: 80, perSecond: 80 },
    recipient: { capacity: 45, perSecond: 1 / 6 },
  },
  // A number that sends like a machine is blocked.
  linked: {
    channel: { capacity: 120, perSecond: 2 },
    recipient: { capacity: 60, perSecond: 1 },
  },
} as const satisfies Record<string, Rate>;

interface Rate {
  channel: Bucket;
  recipient: Bucket;
}

type Create = (settings: ChannelSettings, world: ChannelWorld) => Channel;

/** Every transport that this build carries. A new one is a folder and a line here. */
const creators: Readonly<Record<Transport, Create>> = {
  web: ({ id }, { web, now }) => createWebChannel({ id, ...web, now }),
  "sms-twilio": (settings, world) =>
    createTwilioSms({ ...twilioOptions(settings, world), direction: settings.direction }),
  "sms-http": (settings, world) => createSmsHttp(gatewayOptions(settings, world)),
  "whatsapp-twilio": (settings, world) =>
    createTwilioWhatsapp({
      ...twilioOptions(settings, world),
      ...(settings.content ? { content: settings.content } : {}),
      lastInboundAt: world.people.lastInboundAt,
      fileUrl: (...file) => world.files.url(settings.id, ...file),
    }),
  "whatsapp-cloud": (settings, world) => createWhatsappCloud(cloudOptions(settings, world)),
  "whatsapp-web": (settings, world) => createWhatsappWeb(linkedOptions(settings, world)),
  console: ({ id }) => createConsole({ id }),
};

export function createChannel(settings: ChannelSettings, world: ChannelWorld): Channel {
  return creators[settings.transport](settings, world);
}

function twilioOptions(
  { id, credentials }: ChannelSettings,
  { publicUrl, twilioApiUrl, files, now }: ChannelWorld,
): TwilioOptions {
  const pool = credentials["messagingServiceSid"];
  return {
    id,
    accountSid: needed(id, credentials, "accountSid"),
    authToken: needed(id, credentials, "authToken"),
    ...given("nextAuthToken", credentials["nextAuthToken"]),
    ...(pool ? { messagingServiceSid: pool } : { from: needed(id, credentials, "from") }),
    publicUrl,
    ...given("apiUrl", twilioApiUrl),
    saveMedia: (...file) => files.save(id, ...file),
    rateLimit: rateLimit(rates.twilio),
    now,
  };
}

function gatewayOptions(
  { id, direction, credentials, gateway, url, country }: ChannelSettings,
  { publicUrl, smsGatewayUrl, now }: ChannelWorld,
): SmsHttpOptions {
  const isKnown = typeof gateway === "string" && Object.hasOwn(gateways, gateway);
  const description = typeof gateway === "object" ? gateway : isKnown && gateways[gateway];
  if (!description)
    throw new AppError("config.invalid", {
      detail: `${id} has no gateway: name one of ${Object.keys(gateways).join(", ")}, or describe one`,
    });
  const { partsPerSecond = 10 } = description;
  return {
    id,
    gateway: description,
    credentials,
    direction,
    publicUrl,
    ...given("apiUrl", smsGatewayUrl ?? url),
    ...given("country", country),
    rateLimit: rateLimit({
      channel: { capacity: Math.max(30, 6 * partsPerSecond), perSecond: partsPerSecond },
      recipient: rates.twilio.recipient,
    }),
    now,
  };
}

function cloudOptions(
  { id, credentials, templates, listButton, graphVersion }: ChannelSettings,
  { graphApiUrl, people, files, now }: ChannelWorld,
): WhatsappCloudOptions {
  return {
    id,
    phoneNumberId: needed(id, credentials, "phoneNumberId"),
    accessToken: needed(id, credentials, "accessToken"),
    appSecret: needed(id, credentials, "appSecret"),
    ...given("nextAppSecret", credentials["nextAppSecret"]),
    verifyToken: needed(id, credentials, "verifyToken"),
    ...given("apiUrl", graphApiUrl),
    ...given("graphVersion", graphVersion),
    ...given("templates", templates),
    ...given("listButton", listButton),
    lastInboundAt: people.lastInboundAt,
    saveMedia: (...file) => files.save(id, ...file),
    loadMedia: (storageKey) => files.load(id, storageKey),
    rateLimit: rateLimit(rates.cloud),
    now,
  };
}

function linkedOptions(
  { id, credentials, pairing = "code", polls, paused }: ChannelSettings,
  { whatsappWeb, people, files, isSwitchedOff }: ChannelWorld,
): WhatsappWebOptions {
  const phone = needed(id, credentials, "phone").replace(/\D/g, "");
  return {
    ...whatsappWeb,
    id,
    // Eight letters can be read to a telephone; a QR code is for who sits at the terminal.
    pairing: pairing === "qr" ? { method: "qr" } : { method: "code", phone },
    mayContact: people.mayContact,
    isSwitchedOff: async () => paused === true || isSwitchedOff(id),
    ...given("polls", polls),
    saveMedia: (...file) => files.save(id, ...file),
    loadMedia: (storageKey) => files.load(id, storageKey),
    rateLimit: rateLimit(rates.linked),
    now: () => new Date(), // a browser is as old as it is, also where the demo's clock is moved by days
  };
}

/** In real time, also while the clock of the demo is moved. */
function rateLimit(rate: Rate) {
  return createRateLimit({ ...rate, now: () => new Date() });
}

function needed(id: string, credentials: Readonly<Record<string, string>>, name: string): string {
  const value = credentials[name];
  if (!value)
    throw new AppError("config.invalid", {
      detail: `${id} has no ${name}: name a variable of the environment in its profile`,
    });
  return value;
}

function given<Name extends string, Value>(name: Name, value: Value | undefined) {
  return (value === undefined || value === "" ? {} : { [name]: value }) as {
    [K in Name]?: NonNullable<Value>;
  };
}
