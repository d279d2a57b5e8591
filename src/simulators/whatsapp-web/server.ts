import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { createAccount, type SimAccount } from "./account.ts";
import { createMemory, type Memory } from "./memory.ts";
import { withoutUndefined } from "./message.ts";
import { pageHtml, type PageConfig } from "./page.ts";
import { answerRequest, eventRequest, sendRequest } from "./requests.ts";

export interface WhatsappSim {
  /** Give it to the product as `WHATSAPP_WEB_URL`. */
  url: string;
  /** The number of a channel, by the channel's id; made up when it is first asked for. */
  account(id: string, config?: Partial<PageConfig>): SimAccount;
  stop(): Promise<void>;
}

export interface SimOptions {
  port?: number;
  /** Where the telephones keep what they know, so that a later start finds the linked device and the messages. */
  folder?: string;
  /** Whoever writes to a number that was never linked waits for that: else nobody would ever answer him. */
  patient?: boolean;
}

/**
 * Stands in for web.whatsapp.com on loopback, for tests and the demo: the page that the real whatsapp-web.js loads in
 * a real Chromium, with the telephones and servers behind it. From another process:
 * `GET /sim/<channel>/messages?address=`, `GET /sim/<channel>/events` (or `state`, without what happened), `POST /sim/<channel>/<what> [arguments]`.
 */
export async function startWhatsappSim(options: SimOptions = {}): Promise<WhatsappSim> {
  const { port = 0, folder, patient = false } = options;
  const accounts = new Map<string, SimAccount>();
  const memories: Memory[] = [];
  let url = "";

  function account(id: string, config: Partial<PageConfig> = {}): SimAccount {
    const known = accounts.get(id);
    known?.configure(config);
    if (known) return known;
    const memory = createMemory(folder, id);
    memories.push(memory);
    const made = createAccount(id, { ...madeUp(accounts.size), ...config }, memory);
    accounts.set(id, made);
    return made;
  }

  const server = createServer((request, response) => {
    const [first = "", id = "", ...rest] = new URL(request.url ?? "/", url).pathname
      .slice(1)
      .split("/")
      .map(decodeURIComponent);
    const routes: Record<string, () => Promise<void> | void> = {
      page: () => answerPage(account(id), rest, request, response),
      sim: () => answerControl(account(id), rest, { request, response, patient }),
    };
    const route = Object.hasOwn(routes, first) ? routes[first] : undefined;
    const work = route
      ? route()
      : serve(account(first.replace(/\.html$/, "")), { server: url, response });
    Promise.resolve(work).catch((error: unknown) => {
      const reason = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
      if (!response.headersSent) answer(response, { error: reason }, 400);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(port, "127.0.0.1", resolve);
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    url,
    account,
    async stop() {
      for (const { line } of accounts.values()) line.close();
      for (const memory of memories) memory.flush();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Synthetic numbers, one an account. */
function madeUp(count: number): PageConfig {
  const digits = String(count).padStart(4, "0");
  return {
    phone: `96650000${digits}`,
    lid: `10000000000${digits}`,
    pushname: "جمعية تجريبية",
    version: "2.3000.0-sim",
    idMode: "_serialized",
  };
}

// ---------------------------------------------------------------- the page and its calls

function serve(
  account: SimAccount,
  { server, response }: { server: string; response: ServerResponse },
): void {
  const serving = account.serving();
  if (serving === "hang") return;
  if (serving === "down") {
    response.writeHead(503).end();
    return;
  }
  const { id, config } = account;
  response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
  response.end(serving === "portal" ? PORTAL : pageHtml({ ...config, account: id, server }));
}

const PORTAL = "<!doctype html><title>Welcome</title><p>Accept the terms of this network.";

async function answerPage(
  account: SimAccount,
  [what = "", detail = ""]: string[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (what === "orders") return account.line.open(response);
  if (what === "media") return answerFile(account, detail, response);
  const call = Object.hasOwn(pageCalls, what) ? pageCalls[what] : undefined;
  if (!call) return answer(response, { error: `no call ${what}` }, 404);
  answer(response, call(account, JSON.parse((await bodyOf(request)) || "{}")) ?? {});
}

const linkRequest = z.object({ device: z.string(), version: z.string().default("") });

const pageCalls: Record<string, (account: SimAccount, value: unknown) => object | void> = {
  hello(account, value) {
    const { device, version } = linkRequest.parse(value);
    return account.hello(device, version);
  },
  link: (account, value) => account.link(linkRequest.parse(value).device),
  history: (account) => account.history(),
  synced: (account) => account.synced(),
  answer(account, value) {
    const { number, result, error } = answerRequest.parse(value);
    account.line.answer({ number, result, ...(error === undefined ? {} : { error }) });
  },
  event(account, value) {
    const { type, data } = eventRequest.parse(value);
    if (type === "seen") account.seen(String(data["remote"]));
    account.note(type, data);
  },
  send(account, value) {
    const { quotedStanzaID: _, file, ...rest } = sendRequest.parse(value);
    return account.take({
      ...rest,
      fromMe: true,
      author: "device",
      ack: 0,
      ...(file ? { file: withoutUndefined(file) } : {}),
    });
  },
};

async function answerFile(account: SimAccount, hash: string, response: ServerResponse) {
  const file = account.file(hash);
  if (file?.delayMs) await sleep(file.delayMs);
  response.setHeader("access-control-allow-origin", "*");
  if (file?.data === undefined) response.writeHead(404).end();
  else response.writeHead(200).end(Buffer.from(file.data, "base64"));
}

// ---------------------------------------------------------------- the control surface

/** What another process may ask of an account, with its arguments as a JSON list. */
const controls = [
  "receive",
  "typeOnHandset",
  "ack",
  "edit",
  "revoke",
  "decrypt",
  "read",
  "react",
  "vote",
  "pair",
  "logout",
  "register",
  "order",
  "configure",
  "serve",
  "setOnline",
  "failNextSend",
  "loseNextSends",
  "undeliverNextSends",
  "reverseNextReceipts",
  "reloadDuringNextSend",
] as const satisfies readonly (keyof SimAccount)[];

async function answerControl(
  account: SimAccount,
  [what = ""]: string[],
  {
    request,
    response,
    patient,
  }: { request: IncomingMessage; response: ServerResponse; patient: boolean },
): Promise<void> {
  const { searchParams } = new URL(request.url ?? "/", "http://sim.invalid");
  if (request.method === "GET" && what === "messages") {
    const messages = account.messages(searchParams.get("address") || undefined);
    return answer(response, { messages });
  }
  if (request.method === "GET" && (what === "state" || what === "events"))
    return answer(response, {
      isLinked: account.isLinked(),
      isSynced: account.isSynced(),
      isOnline: account.isOnline(),
      ...(what === "events" ? { events: account.events } : {}),
    });
  const name = controls.find((each) => each === what);
  if (request.method !== "POST" || !name)
    return answer(response, { error: `no control ${what}` }, 404);
  const args = z.array(z.unknown()).parse(JSON.parse((await bodyOf(request)) || "[]"));
  if (patient && name === "receive" && !account.isLinked())
    await account.waitFor("synced", LINK_MS).catch(() => undefined);
  // Each control checks its own arguments, or passes them to the page, which does.
  const control = account[name] as (...args: unknown[]) => unknown;
  answer(response, { result: (await control(...args)) ?? null });
}

const LINK_MS = 60_000;
const MAX_BODY = 64_000_000; // files come as base64

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY) throw new Error("the body is too large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function answer(response: ServerResponse, value: object, status = 200): void {
  response.writeHead(status, {
    "content-type": "application/json",
    "access-control-allow-origin": "*",
  });
  response.end(JSON.stringify(value));
}
