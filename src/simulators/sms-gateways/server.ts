import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { z } from "zod";
import { answer, bodyOf, close, listen } from "../http.ts";
import { createAndroidPhone, type AndroidAccount } from "./android-phone.ts";
import type { Answer, Dialect, Request } from "./dialect.ts";
import { plannedFault, type PlannedFault } from "./faults.ts";
import { createNetwork, type Network, type SimMessage } from "./network.ts";
import { createUnifonic, type UnifonicAccount } from "./unifonic.ts";

export interface SmsGatewaySim {
  /** Give it to the channel as its API address. */
  url: string;
  /** All messages to and from a number (`+966...`), oldest first; of all when none is named. */
  messages(person?: string): SimMessage[];
  /** A person writes; resolves with the answers of the webhook. */
  inbound(request: InboundRequest): ReturnType<Network["receive"]>;
  /** Something goes wrong with the next message. */
  plan(fault: PlannedFault): void;
  /** Every call of a webhook and how it was answered. */
  calls: Network["calls"];
  /** Resolves when no report is under way. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

const inboundRequest = z.strictObject({
  from: z.string(),
  text: z.string(),
  /** The same message once more, later. */
  id: z.string().optional(),
  /** Calls the webhook twice at the same time. */
  duplicate: z.boolean().default(false),
});
type InboundRequest = z.input<typeof inboundRequest>;

/** Which gateway is stood in for, and its account. */
export type GatewayAccount =
  | ({ gateway: "unifonic" } & UnifonicAccount)
  | ({ gateway: "android-phone" } & AndroidAccount);

/**
 * Stands in for a gateway of text messages on loopback, for tests and the demo: the part of its API that sends, its
 * reports and, where it can receive, what people write, and faults on demand. What happened is read at
 * `GET /sim/messages?address=`.
 */
export async function startSmsGatewaySim(options: {
  port?: number;
  account: GatewayAccount;
  /** Time between two states of a message. */
  stepMs?: number;
  now?: () => Date;
}): Promise<SmsGatewaySim> {
  const { port = 0, account, stepMs = 10, now = () => new Date() } = options;
  const dialect =
    account.gateway === "unifonic" ? createUnifonic(account) : createAndroidPhone(account);
  const network = createNetwork({ stepMs, now, reporting: dialect });

  const sim: Omit<SmsGatewaySim, "url"> = {
    messages: (person) => network.messages.filter((each) => !person || each.person === person),
    async inbound(request) {
      if (account.gateway === "unifonic") throw new Error("this gateway takes no messages");
      const { id, ...written } = inboundRequest.parse(request);
      return network.receive(id === undefined ? written : { ...written, id });
    },
    plan: (fault) => network.faults.plan(fault),
    calls: network.calls,
    settled: () => network.settled(),
    async stop() {
      await network.stop();
      await close(server);
    },
  };

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://gateway.invalid");
    const answering = url.pathname.startsWith("/sim/")
      ? answerSim({ url, request, sim, network })
      : answerApi(request, url, dialect, network);
    respond(response, answering).catch((error: unknown) => {
      const reason = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
      answer(response, 400, { error: reason });
    });
  });
  return { url: await listen(server, port), ...sim };
}

async function respond(response: ServerResponse, answering: Promise<Answer>): Promise<void> {
  const given = await answering;
  if (given === "hang") return;
  if (given === "cut") {
    response.destroy();
    return;
  }
  for (const [name, value] of Object.entries(given.headers ?? {})) response.setHeader(name, value);
  answer(response, given.status, given.body);
}

// ---------------------------------------------------------------- the API

async function answerApi(
  request: IncomingMessage,
  url: URL,
  dialect: Dialect,
  network: Network,
): Promise<Answer> {
  const asked: Request = {
    method: request.method ?? "",
    path: url.pathname,
    headers: request.headers,
    body: await bodyOf(request),
  };
  const wish = dialect.read(asked, network);
  if ("status" in wish) return wish;
  const refused = network.faults.take("refuse", wish.person);
  if (refused) {
    const headers = refused.retryAfterSeconds
      ? { headers: { "retry-after": String(refused.retryAfterSeconds) } }
      : {};
    return { ...dialect.refuse(refused), ...headers };
  }
  const lost = network.faults.take("lost", wish.person);
  const taken = lost && !lost.stored ? undefined : await network.take(wish);
  if (lost) return lost.how === "500" ? { status: 500, body: {} } : lost.how;
  return taken ? dialect.taken(taken) : { status: 500, body: {} };
}

// ---------------------------------------------------------------- looking in, from outside

interface Looking {
  url: URL;
  request: IncomingMessage;
  sim: Omit<SmsGatewaySim, "url">;
  network: Network;
}

async function answerSim(looking: Looking): Promise<Answer> {
  const name = `${looking.request.method} ${looking.url.pathname}`;
  const handler = Object.hasOwn(simRoutes, name) ? simRoutes[name] : undefined;
  if (!handler) return { status: 404, body: { error: `no route ${name}` } };
  return { status: 200, body: await handler(looking) };
}

const simRoutes: Record<string, (looking: Looking) => Promise<object>> = {
  "GET /sim/messages": async ({ sim, url }) => ({
    messages: sim.messages(url.searchParams.get("address") ?? undefined),
  }),
  "GET /sim/calls": async ({ sim }) => ({ calls: sim.calls }),
  "POST /sim/inbound": async ({ sim, request }) =>
    sim.inbound(inboundRequest.parse(JSON.parse(await bodyOf(request)))),
  "POST /sim/faults": async ({ sim, request }) => {
    sim.plan(plannedFault.parse(JSON.parse(await bodyOf(request))));
    return {};
  },
  "DELETE /sim/faults": async ({ network }) => {
    network.faults.clear();
    return {};
  },
};
