import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { z } from "zod";
import { answer, bodyOf, close, listen } from "../http.ts";
import { plannedFault, type PlannedFault } from "./faults.ts";
import { listPage } from "./list.ts";
import { messageResource, type SimMessage } from "./message.ts";
import {
  createNetwork,
  inboundRequest,
  type InboundRequest,
  type Network,
  type SimAccount,
} from "./network.ts";
import { refusalOfCode, type Refusal } from "./refusals.ts";

export interface TwilioSim {
  /** Give it to the channel as its API address. */
  url: string;
  /** All messages to and from a number, oldest first; of all numbers when none is named. */
  messages(address?: string): SimMessage[];
  /** A person writes; resolves with the answers of the webhook. */
  inbound(request: InboundRequest): Promise<{ sid: string; calls: { attempts: number[] }[] }>;
  /** A file that a person can send: its address at Twilio, to be named in `inbound`. */
  addFile(file: { accountSid: string; base64: string; mime: string }): { url: string };
  /** Something goes wrong with the next message. */
  plan(fault: PlannedFault): void;
  /** Every call of a webhook and how it was answered. */
  calls: Network["calls"];
  /** Resolves when no report is under way. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Stands in for Twilio on loopback, for tests and the demo: the part of its API that sends and lists messages, signed
 * reports and inbound messages, and faults on demand. What happened is read at `GET /sim/messages?address=`.
 */
export async function startTwilioSim(options: {
  port?: number;
  accounts: readonly SimAccount[];
  /** Time between two states of a message. */
  stepMs?: number;
  now?: () => Date;
}): Promise<TwilioSim> {
  const { port = 0, accounts, stepMs = 10, now = () => new Date() } = options;
  const network = createNetwork({ stepMs, now });
  const files = new Map<string, { bytes: Buffer; mime: string }>();
  const accountOf = (sid: string) => accounts.find((account) => account.sid === sid);

  const sim: Omit<TwilioSim, "url"> = {
    messages: (address) =>
      network.messages.filter(({ from, to }) => !address || from === address || to === address),
    async inbound(request) {
      const account = accountOf(request.accountSid);
      if (!account) throw new Error(`the stand-in has no account ${request.accountSid}`);
      return network.receive(account, request);
    },
    addFile({ accountSid, base64, mime }) {
      const path = `/2010-04-01/Accounts/${accountSid}/Messages/MM${files.size}/Media/ME${files.size}`;
      files.set(path, { bytes: Buffer.from(base64, "base64"), mime });
      return { url: `https://api.twilio.com${path}` };
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
    const url = new URL(request.url ?? "/", "http://twilio.invalid");
    const handler = url.pathname.startsWith("/sim/") ? answerSim : answerTwilio;
    handler({ url, request, response, network, sim, files, accountOf }).catch((error: unknown) => {
      const reason = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
      answer(response, 400, { error: reason });
    });
  });
  return { url: await listen(server, port), ...sim };
}

interface Exchange {
  url: URL;
  request: IncomingMessage;
  response: ServerResponse;
  network: Network;
  sim: Omit<TwilioSim, "url">;
  files: ReadonlyMap<string, { bytes: Buffer; mime: string }>;
  accountOf: (sid: string) => SimAccount | undefined;
}

// ---------------------------------------------------------------- Twilio's API

const ROUTE = /^\/2010-04-01\/Accounts\/([A-Za-z0-9]+)\/Messages(?:\/([A-Za-z0-9]+))?\.json$/;

async function answerTwilio(exchange: Exchange): Promise<void> {
  const { url, request, response, network } = exchange;
  if (url.pathname.startsWith(STORE)) return answerStored(exchange);
  if (url.pathname.includes("/Media/")) return answerFile(exchange);
  const body = await bodyOf(request);
  const [isRoute, accountSid = "", messageSid] = ROUTE.exec(url.pathname) ?? [];
  if (isRoute === undefined) return refuse(response, refusalOfCode(20404, url.pathname));
  const account = exchange.accountOf(accountSid);
  if (!account || !isAuthorized(request, account)) {
    return refuse(response, { status: 401, code: 20003, message: "Authenticate" });
  }
  const own = network.messages.filter((message) => message.accountSid === accountSid);
  if (messageSid !== undefined) {
    const found = own.find(({ sid }) => sid === messageSid);
    return found
      ? answer(response, 200, messageResource(found))
      : refuse(response, refusalOfCode(20404, messageSid));
  }
  if (request.method === "GET") return answer(response, 200, listPage(own, url));
  await answerCreate(exchange, account, new URLSearchParams(body));
}

const STORE = "/stored";

/** Twilio asks for the password and then says where the file lies. */
function answerFile({ url, request, response, files, accountOf }: Exchange): void {
  const account = accountOf(url.pathname.split("/")[3] ?? "");
  if (!account || !isAuthorized(request, account))
    return refuse(response, { status: 401, code: 20003, message: "Authenticate" });
  if (!files.has(url.pathname)) return refuse(response, refusalOfCode(20404, url.pathname));
  response.writeHead(307, { location: `https://mms.twiliocdn.com${STORE}${url.pathname}` }).end();
}

/** There everybody who knows the address is given it, and a password is a mistake. */
function answerStored({ url, request, response, files }: Exchange): void {
  const file = files.get(url.pathname.slice(STORE.length));
  if (!file || request.headers.authorization) return answer(response, 400, {});
  response.writeHead(200, { "content-type": file.mime }).end(file.bytes);
}

async function answerCreate(
  { response, network }: Exchange,
  account: SimAccount,
  params: URLSearchParams,
): Promise<void> {
  const result = await network.create(account, params);
  switch (result.kind) {
    case "created":
      return answer(response, 201, messageResource(result.message));
    case "refused":
      return refuse(response, result.refusal);
    case "cut":
      response.destroy();
      return;
    case "hang":
      return;
  }
}

function isAuthorized(request: IncomingMessage, { sid, authToken }: SimAccount): boolean {
  const expected = Buffer.from(`${sid}:${authToken}`).toString("base64");
  return request.headers.authorization === `Basic ${expected}`;
}

function refuse(response: ServerResponse, refusal: Refusal): void {
  const { status, code, message, retryAfterSeconds } = refusal;
  if (retryAfterSeconds !== undefined) response.setHeader("retry-after", retryAfterSeconds);
  answer(response, status, {
    code,
    message,
    more_info: `https://www.twilio.com/docs/errors/${code}`,
    status,
  });
}

// ---------------------------------------------------------------- looking in, from outside

async function answerSim(exchange: Exchange): Promise<void> {
  const { request, response, url } = exchange;
  const name = `${request.method} ${url.pathname}`;
  const handler = Object.hasOwn(simRoutes, name) ? simRoutes[name] : undefined;
  if (!handler) return answer(response, 404, { error: `no route ${name}` });
  answer(response, 200, await handler(exchange));
}

const fileRequest = z.strictObject({
  accountSid: z.string(),
  base64: z.base64(),
  mime: z.string(),
});

const simRoutes: Record<string, (exchange: Exchange) => Promise<object>> = {
  "GET /sim/messages": async ({ sim, url }) => ({
    messages: sim.messages(url.searchParams.get("address") ?? undefined),
  }),
  "GET /sim/calls": async ({ sim }) => ({ calls: sim.calls }),
  "POST /sim/inbound": async ({ sim, request }) =>
    sim.inbound(inboundRequest.parse(JSON.parse(await bodyOf(request)))),
  "POST /sim/files": async ({ sim, request }) =>
    sim.addFile(fileRequest.parse(JSON.parse(await bodyOf(request)))),
  "POST /sim/faults": async ({ sim, request }) => {
    sim.plan(plannedFault.parse(JSON.parse(await bodyOf(request))));
    return {};
  },
  "DELETE /sim/faults": async ({ network }) => {
    network.faults.clear();
    return {};
  },
};
