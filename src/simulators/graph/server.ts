import { createServer, type IncomingMessage } from "node:http";
import { z } from "zod";
import { answer, bodyOf, bytesOf, close, listen } from "../http.ts";
import { refuse, type Exchange } from "./exchange.ts";
import { plannedFault, type PlannedFault } from "./faults.ts";
import { answerFile, answerFileInfo, answerUpload } from "./files.ts";
import { createNetwork, type Network, type SimFile } from "./network.ts";
import {
  echoRequest,
  fileRequest,
  inboundRequest,
  subscribeRequest,
  type EchoRequest,
  type FileRequest,
  type InboundRequest,
  type SimNumber,
  type SubscribeRequest,
} from "./number.ts";
import type { SimMessage } from "./payload.ts";
import { refusalOfCode } from "./refusals.ts";
import { shakeHands } from "./subscribe.ts";

export interface GraphSim {
  /** Give it to the channel as its API address. */
  url: string;
  /** All messages to and from a person (digits or id), oldest first; of all when none is named. */
  messages(person?: string): SimMessage[];
  /** The operator enters the webhook at Meta: the handshake, whose status is returned, and calls from then on. */
  subscribe(request: SubscribeRequest): Promise<{ status: number }>;
  /** People write; resolves with the answers of the webhook. */
  inbound(request: InboundRequest): ReturnType<Network["receive"]>;
  /** Staff write in the app of the telephone itself. */
  echo(request: EchoRequest): ReturnType<Network["echo"]>;
  /** A file that a person can send: name its id in the content. */
  addFile(file: FileRequest): { id: string };
  /** A file that was uploaded, or put here. */
  file(id: string): SimFile | undefined;
  /** Something goes wrong with the next message or file. */
  plan(fault: PlannedFault): void;
  /** Every call of a webhook and how it was answered. */
  calls: Network["calls"];
  /** Resolves when no report is under way. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Stands in for Meta's Graph API on loopback, for tests and the demo: the part that sends messages and moves files,
 * signed webhooks in batches, and faults on demand. What happened is read at `GET /sim/messages?address=`.
 */
export async function startGraphSim(options: {
  port?: number;
  numbers: readonly SimNumber[];
  /** Time between two states of a message. */
  stepMs?: number;
  now?: () => Date;
}): Promise<GraphSim> {
  const { port = 0, numbers, stepMs = 10, now = () => new Date() } = options;
  const network = createNetwork({ stepMs, now });

  function numberOf(id: string): SimNumber {
    const found = numbers.find(({ phoneNumberId }) => phoneNumberId === id);
    if (!found) throw new Error(`the stand-in has no number ${id}`);
    return found;
  }

  const sim: Omit<GraphSim, "url"> = {
    messages: (person) => network.messages.filter((each) => !person || each.person === person),
    async subscribe(request) {
      numberOf(request.phoneNumberId);
      const status = await shakeHands(request);
      if (status === 200) network.subscribe(request.phoneNumberId, request.url);
      return { status };
    },
    inbound: async (request) => network.receive(numberOf(request.phoneNumberId), request),
    echo: async (request) => network.echo(numberOf(request.phoneNumberId), request),
    file: (id) => network.files.get(id),
    addFile: ({ base64, mime }) => ({
      id: network.addFile(Buffer.from(base64, "base64"), mime).id,
    }),
    plan: (fault) => network.faults.plan(fault),
    calls: network.calls,
    settled: () => network.settled(),
    async stop() {
      await network.stop();
      await close(server);
    },
  };

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", `http://${request.headers.host ?? "graph.invalid"}`);
    const handler = url.pathname.startsWith("/sim/") ? answerSim : answerGraph;
    handler({ url, request, response, network, sim, numbers }).catch((error: unknown) => {
      const reason = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
      answer(response, 400, { error: reason });
    });
  });
  return { url: await listen(server, port), ...sim };
}

// ---------------------------------------------------------------- the API

const ROUTE = /^\/v\d+\.\d+\/(\d+)(?:\/(messages|media))?$/;

async function answerGraph(exchange: Exchange): Promise<void> {
  const { url, request, response, network, numbers } = exchange;
  const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1];
  const own = numbers.filter(({ accessToken }) => accessToken === token);
  if (own.length === 0) return refuse(response, refusalOfCode(190, "Invalid OAuth access token"));
  if (url.pathname.startsWith("/files/")) return answerFile(exchange);

  const [isRoute, id = "", edge] = ROUTE.exec(url.pathname) ?? [];
  if (isRoute === undefined) return refuse(response, refusalOfCode(100, "Unknown path"));
  if (edge === undefined) return answerFileInfo(exchange, id);
  const number = own.find(({ phoneNumberId }) => phoneNumberId === id);
  if (!number || request.method !== "POST")
    return refuse(response, refusalOfCode(33, `Object with ID '${id}' does not exist`));
  if (edge === "media")
    return answerUpload(exchange, await bytesOf(request), request.headers["content-type"] ?? "");

  const result = await network.send(number, JSON.parse(await bodyOf(request)));
  switch (result.kind) {
    case "taken":
      return answer(response, 200, takenBody(result.message));
    case "refused":
      return refuse(response, result.refusal);
    case "cut":
      response.destroy();
      return;
    case "hang":
      return;
  }
}

function takenBody({ id, person }: SimMessage) {
  const contact = /^\d+$/.test(person) ? { wa_id: person } : { user_id: person };
  return {
    messaging_product: "whatsapp",
    contacts: [{ input: person, ...contact }],
    messages: [{ id, message_status: "accepted" }],
  };
}

// ---------------------------------------------------------------- looking in, from outside

async function answerSim(exchange: Exchange): Promise<void> {
  const { request, response, url } = exchange;
  const name = `${request.method} ${url.pathname}`;
  const handler = Object.hasOwn(simRoutes, name) ? simRoutes[name] : undefined;
  if (!handler) return answer(response, 404, { error: `no route ${name}` });
  answer(response, 200, await handler(exchange));
}

const simRoutes: Record<string, (exchange: Exchange) => Promise<object>> = {
  "GET /sim/messages": async ({ sim, url }) => ({
    messages: sim.messages(url.searchParams.get("address")?.replace(/^\+/, "")),
  }),
  "GET /sim/calls": async ({ sim }) => ({ calls: sim.calls }),
  "POST /sim/subscribe": async ({ sim, request }) =>
    sim.subscribe(subscribeRequest.parse(await jsonOf(request))),
  "POST /sim/inbound": async ({ sim, request }) =>
    sim.inbound(inboundRequest.parse(await jsonOf(request))),
  "POST /sim/echo": async ({ sim, request }) => sim.echo(echoRequest.parse(await jsonOf(request))),
  "POST /sim/files": async ({ sim, request }) =>
    sim.addFile(fileRequest.parse(await jsonOf(request))),
  "POST /sim/faults": async ({ sim, request }) => {
    sim.plan(plannedFault.parse(await jsonOf(request)));
    return {};
  },
  "DELETE /sim/faults": async ({ network }) => {
    network.faults.clear();
    return {};
  },
};

async function jsonOf(request: IncomingMessage): Promise<unknown> {
  return JSON.parse(await bodyOf(request));
}
