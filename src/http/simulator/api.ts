import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { addressKey } from "../../channels/channel.ts";
import type { MovableClock } from "../../conversation/clock.ts";
import type { AssociationId, Message } from "../../conversation/ports.ts";
import type { World } from "../../conversation/world.ts";
import { Refusal } from "../refusal.ts";
import { readSession } from "../session-token.ts";
import { readDuration } from "./duration.ts";

export interface SimulatorParts {
  world: World;
  clock: MovableClock;
  /** Where the stand-in for text messages is looked into and steered. */
  twilioUrl: string;
  /** Sender numbers of the text channels: `khuta-sms` -> `+9665...`. */
  senders: Readonly<Record<string, { accountSid: string; from: string }>>;
  kill(process: "worker" | "web"): void;
}

const SETTLE_MS = 8_000;
const faults: Record<string, object> = {
  fail_next_delivery: { kind: "undelivered", code: 30003 },
  lose_next_answer: { kind: "lost", how: "cut", stored: true },
  receipts_out_of_order: { kind: "receipts", how: "reversed" },
};

/** The demo's controls: what was said, what time it is, what goes wrong. Never registered outside the demo. */
export function registerSimulatorApi(app: FastifyInstance, parts: SimulatorParts): void {
  const { world, clock } = parts;
  let duplicateNext = false;

  app.get<{ Querystring: { address?: string } }>("/simulator/api/messages", async (request) => {
    const { address } = checked(z.object({ address: z.string().min(1).max(600) }), request.query);
    return { messages: await messagesOf(address) };
  });

  app.get<{ Querystring: { address?: string } }>("/simulator/api/state", async (request) => {
    const { address } = checked(z.object({ address: z.string().min(1).max(600) }), request.query);
    const states = await Promise.all(
      keysOf(address).map(({ association, key }) => stateOf(association, key)),
    );
    return { conversations: states.filter((each) => each !== undefined) };
  });

  app.get("/simulator/api/channels", () => ({
    channels: [...world.channels.values()].map(({ id, kind, transport }) => ({
      id,
      kind,
      transport,
      address: parts.senders[id]?.from ?? null,
      association: world.associations.get(id.split("-")[0] as AssociationId)?.profile.name.ar,
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

  app.post("/simulator/api/inbound", async (request) => {
    const asked = checked(
      z.strictObject({
        channelId: z.string(),
        from: z.string().regex(/^\+[1-9]\d{6,14}$/),
        text: z.string().min(1).max(1_600),
        duplicate: z.boolean().optional(),
      }),
      request.body,
    );
    const sender = parts.senders[asked.channelId];
    if (!sender) throw new Refusal(404, "channel.unknown", "no text channel of this id");
    const answer = await steer("inbound", {
      accountSid: sender.accountSid,
      to: sender.from,
      from: asked.from,
      body: asked.text,
      url: `${world.publicUrl}/webhooks/${asked.channelId}`,
      duplicate: asked.duplicate ?? duplicateNext,
    });
    duplicateNext = false;
    return answer;
  });

  app.post("/simulator/api/faults", async (request) => {
    const { kind } = checked(
      z.strictObject({
        kind: z.enum([
          "fail_next_delivery",
          "lose_next_answer",
          "receipts_out_of_order",
          "duplicate_next_webhook",
        ]),
      }),
      request.body,
    );
    if (kind === "duplicate_next_webhook") duplicateNext = true;
    else await steer("faults", { fault: faults[kind] });
    return { planned: kind };
  });

  app.post("/simulator/api/kill", (request) => {
    const { process: name } = checked(
      z.strictObject({ process: z.enum(["worker", "web"]) }),
      request.body,
    );
    parts.kill(name);
    return { killed: name };
  });

  /** All messages of an address: a number on any text channel, a web chat token, or an address as it is written. */
  async function messagesOf(address: string): Promise<object[]> {
    const found = await Promise.all(
      keysOf(address).map(async ({ association, key }) =>
        (await world.store.messages.ofAddress(association, key)).map(shown),
      ),
    );
    return found
      .flat()
      .toSorted((a, b) => a.at.localeCompare(b.at) || a.order.localeCompare(b.order));
  }

  function keysOf(address: string): { association: AssociationId; key: string }[] {
    return [...world.channels.values()].map((channel) => {
      const session =
        channel.kind === "web"
          ? readSession(address, channel.id, world.tokens.sessionKey, clock.real())
          : undefined;
      const association = channel.id.split("-")[0] as AssociationId;
      return {
        association,
        key: address.includes("|") ? address : `${channel.id}|${session?.sid ?? address}`,
      };
    });
  }

  async function stateOf(association: AssociationId, key: string): Promise<object | undefined> {
    const id = await world.store.conversations.ownerOf(association, key);
    const conversation =
      id === undefined ? undefined : await world.store.conversations.load(association, id);
    if (!conversation) return undefined;
    const { state, holder, version } = conversation;
    const cases = await world.store.cases.ofConversation(association, conversation.id);
    const followUp = await world.store.followUps.get(association, `${conversation.id}.idle`);
    return {
      association,
      holder,
      version,
      language: state.language,
      flow: state.frames.map(({ flow, step }) => ({ flow, step })),
      hasDraft: state.draft !== undefined,
      answers: {
        ...state.answers,
        ...Object.fromEntries(Object.keys(state.secrets).map((name) => [name, "••••"])),
      },
      cases: cases.map(({ number, state: caseState, service, documents }) => ({
        number,
        state: caseState,
        service,
        documents: documents.map(({ id: document, state: documentState }) => ({
          document,
          state: documentState,
        })),
      })),
      followUps:
        followUp?.status === "open"
          ? [{ followUp: followUp.followUp, dueAt: followUp.dueAt.toISOString() }]
          : [],
    };
  }

  /** Resolves when everything that fell due has entered its conversation, or after a while. */
  async function followUpsFired(): Promise<void> {
    const until = Date.now() + SETTLE_MS;
    while (Date.now() < until) {
      if ((await world.store.followUps.dueBefore(clock.now(), 1)).length === 0) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async function steer(what: "inbound" | "faults", body: object): Promise<object> {
    const response = await fetch(`${parts.twilioUrl}/sim/${what}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!response.ok)
      throw new Refusal(
        502,
        "simulator.stand_in",
        `the stand-in refused: ${await response.text()}`,
      );
    return (await response.json()) as object;
  }
}

function checked<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Refusal(400, "http.invalid", z.prettifyError(parsed.error));
}

function shown(message: Message) {
  const { id, address, direction, author, key, body, segments, status, createdAt, order } = message;
  const text = "text" in body ? body.text : body.kind === "choice" ? body.optionId : "";
  return {
    id,
    channelId: address.channelId,
    address: addressKey(address).slice(address.channelId.length + 1),
    direction,
    author,
    ...(key ? { key } : {}),
    kind: body.kind,
    text,
    ...(body.kind === "choices"
      ? { options: body.options.map(({ id: option, label }) => ({ id: option, label })) }
      : {}),
    ...(body.kind === "form" ? { url: body.url } : {}),
    ...(segments === undefined ? {} : { segments }),
    status,
    at: createdAt.toISOString(),
    order,
  };
}
