import type { FastifyInstance } from "fastify";
import { z } from "zod";
import type { MovableClock } from "../../conversation/clock.ts";
import type { AssociationId } from "../../conversation/ports.ts";
import { associationOf, type World } from "../../conversation/world.ts";
import { Refusal } from "../refusal.ts";
import { readDuration } from "./duration.ts";
import { messagesOf } from "./messages.ts";
import { placesOf, placesOn, type Place } from "./places.ts";
import { hearSupervisor } from "./processes.ts";
import { createStandIn, faultKinds, type FaultKind } from "./stand-in.ts";
import { stateOf } from "./state.ts";
import {
  createWhatsappStandIn,
  MAX_INBOUND_BYTES,
  whatsappFaults,
  whatsappInbound,
  whatsappReader,
} from "./whatsapp.ts";

export interface SimulatorParts {
  world: World;
  clock: MovableClock;
  /** Where the stand-in for text messages is looked into and steered. */
  twilioUrl: string;
  /** The same for WhatsApp; absent where no number is linked. */
  whatsappUrl?: string;
  /** Sender numbers of the text channels: `khuta-sms` -> `+9665...`. */
  senders: Readonly<Record<string, { accountSid: string; from: string }>>;
  kill(process: "worker" | "web"): void;
}

const SETTLE_MS = 8_000;
const LOOK_EVERY_MS = 50;

const address = z.string().min(1).max(600); // a web chat token is the longest
const byAddress = z.object({ address, whole: z.stringbool().default(false) });
/** `khuta-sms|+966551234567` or `khuta-web|<token>`: what the page's telephones show. */
const byLane = z.object({
  lane: z
    .union([z.string(), z.array(z.string()).max(8)])
    .transform((lanes) => [lanes].flat())
    .pipe(z.array(z.string().regex(/^[a-z]+-[a-z]+\|.{1,600}$/))),
});
const inbound = z.strictObject({
  channelId: z.string(),
  from: z
    .string()
    .regex(/^\+[1-9]\d{6,14}$/, "write an international number such as +966551234567"),
  text: z.string().min(1).max(1_600),
  duplicate: z.boolean().optional(),
});
const fault = z.strictObject({
  kind: z.enum([...faultKinds, ...whatsappFaults]),
  channelId: z.string().optional(),
});

/** The demo's controls: what was said, what time it is, what goes wrong. Never registered outside the demo. */
export function registerSimulatorApi(app: FastifyInstance, parts: SimulatorParts): void {
  const { world, clock } = parts;
  const standIn = createStandIn(parts.twilioUrl);
  const whatsapp = parts.whatsappUrl ? createWhatsappStandIn(parts.whatsappUrl) : undefined;
  const processes = hearSupervisor(app);

  app.get("/simulator/api/messages", async (request) => {
    const asked = checked(byAddress, request.query);
    const places = await placesOf(world, asked.address);
    return { messages: await messagesOf(world, places, asked.whole) };
  });

  app.get("/simulator/api/state", async (request) => {
    const asked = checked(byAddress, request.query);
    return { conversations: await statesOf(world, await placesOf(world, asked.address)) };
  });

  /** All that the page shows, in one answer. */
  app.get("/simulator/api/view", async (request) => {
    const { lane: lanes } = checked(byLane, request.query);
    const phones = lanes.map(async (lane) => {
      const [channelId = "", ...rest] = lane.split("|");
      if (!world.channels.has(channelId)) throw unknownChannel();
      const places = await placesOn(world, channelId, rest.join("|"));
      const [messages, [conversation], line] = await Promise.all([
        messagesOf(world, places, false),
        statesOf(world, places),
        lineOf(channelId),
      ]);
      return { messages, conversation: conversation ?? null, ...(line ? { line } : {}) };
    });
    return {
      now: clock.now().toISOString(),
      processes: processes(),
      phones: await Promise.all(phones),
    };
  });

  app.get("/simulator/api/channels", () => ({
    channels: [...world.channels.values()].map(({ id, kind, transport }) => ({
      id,
      kind,
      transport,
      address: parts.senders[id]?.from ?? `${world.publicUrl}/chat/${id}`,
      association: associationOf(world, id.split("-")[0] as AssociationId).profile.name.ar,
    })),
  }));

  app.get("/simulator/api/clock", () => ({ now: clock.now().toISOString() }));

  app.post("/simulator/api/clock", async (request) => {
    const { advance } = checked(z.strictObject({ advance: z.string().max(40) }), request.body);
    const ms = readDuration(advance);
    if (ms === undefined)
      throw new Refusal(
        400,
        "simulator.duration",
        'write an ISO 8601 duration such as "P3D" or "PT24H"',
      );
    const now = await clock.advance(ms);
    await followUpsFired();
    return { now: now.toISOString() };
  });

  app.post("/simulator/api/inbound", { bodyLimit: MAX_INBOUND_BYTES }, async (request) => {
    if (isWhatsapp((request.body as { channelId?: unknown } | null)?.channelId))
      return standInOfWhatsapp().deliver(checked(whatsappInbound, request.body));
    const { channelId, from, text, duplicate } = checked(inbound, request.body);
    const sender = Object.hasOwn(parts.senders, channelId) ? parts.senders[channelId] : undefined;
    if (!sender || !world.channels.has(channelId)) throw unknownChannel();
    const message = {
      accountSid: sender.accountSid,
      to: sender.from,
      from,
      body: text,
      url: `${world.publicUrl}/webhooks/${channelId}`,
    };
    return standIn.deliver(channelId, message, duplicate);
  });

  app.post("/simulator/api/faults", async (request) => {
    const { kind, channelId } = checked(fault, request.body);
    if (channelId !== undefined && !world.channels.has(channelId)) throw unknownChannel();
    if (isWhatsapp(channelId)) await standInOfWhatsapp().plan(kind, channelId);
    else if (isFaultOfTexts(kind)) await standIn.plan(kind, channelId);
    else throw new Refusal(400, "http.invalid", `${kind} needs the channelId of a WhatsApp number`);
    return { planned: kind };
  });

  app.post("/simulator/api/read", async (request) => {
    const { channelId, from } = checked(whatsappReader, request.body);
    if (!isWhatsapp(channelId)) throw unknownChannel();
    await standInOfWhatsapp().read(channelId, from);
    return { read: true };
  });

  app.post("/simulator/api/kill", (request, reply) => {
    const { process: name } = checked(
      z.strictObject({ process: z.enum(["worker", "web"]) }),
      request.body,
    );
    reply.raw.once("finish", () => parts.kill(name)); // this process can answer only while it lives
    return { killed: name };
  });

  function isWhatsapp(channelId: unknown): channelId is string {
    return typeof channelId === "string" && world.channels.get(channelId)?.kind === "whatsapp";
  }

  function standInOfWhatsapp() {
    if (!whatsapp) throw unknownChannel();
    return whatsapp;
  }

  /** How a WhatsApp number is: as Wasl knows it, and as its telephone does. */
  async function lineOf(channelId: string) {
    const linking = isWhatsapp(channelId) && world.channels.get(channelId)?.linking?.();
    if (!linking) return undefined;
    const { state, code, expiresAt } = linking;
    const seen = await whatsapp?.state(channelId);
    return {
      state,
      isOnline: seen?.isOnline ?? true,
      ...(code && expiresAt ? { code, expiresAt: expiresAt.toISOString() } : {}),
    };
  }

  /** Resolves when everything that fell due has entered its conversation, or after a while. */
  async function followUpsFired(): Promise<void> {
    const until = Date.now() + SETTLE_MS;
    while (Date.now() < until) {
      if ((await world.store.followUps.dueBefore(clock.now(), 1)).length === 0) return;
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  }
}

async function statesOf(world: World, places: readonly Place[]) {
  const states = await Promise.all(places.map((place) => stateOf(world, place)));
  const found = states.filter((each) => each !== undefined);
  return [...new Map(found.map(({ id, state }) => [id, state])).values()];
}

function isFaultOfTexts(kind: string): kind is FaultKind {
  return (faultKinds as readonly string[]).includes(kind);
}

function checked<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Refusal(400, "http.invalid", z.prettifyError(parsed.error));
}

function unknownChannel(): Refusal {
  return new Refusal(400, "channel.unknown", "no channel of this id can do that");
}
