import { randomBytes } from "node:crypto";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { get, type ClientRequest } from "node:http";
import path from "node:path";
import { parse, stringify } from "yaml";
import { loadConfig } from "../../src/config.ts";
import type { DeskQueue, StaffMember } from "../../src/conversation/ports-staff.ts";
import { receive } from "../../src/conversation/receive.ts";
import type { Cards, Me } from "../../src/http/staff/api.ts";
import { hashPassword } from "../../src/http/staff/password.ts";
import { start, type Running } from "../../src/main.ts";
import { connectStore } from "../../src/store/index.ts";
import { openConversations } from "./open-conversations.ts";
import { khuta } from "./stage.ts";

const PASSWORD = "نخلة وبحر وجمل 7";
const MEMBERS = 50;
const WEB = "khuta-web";

/** Wasl as it runs, with 50 members of staff who have a page open each, and so many conversations at their desk. */
export interface Office {
  url: string;
  /** Cookie of the first member: his queues are looked at. */
  cookie: string;
  /** What his queues held at the start. */
  expected: Record<DeskQueue, number>;
  /** Reads what the page reads until its list is shown; in the order in which the page does it. */
  openList(): Promise<Cards>;
  /** A person at the web chat writes, with a word that nobody else writes; resolves when it is accepted. */
  write(person: string, text: string): Promise<void>;
  /** A person writes for the first time, and the first member takes the conversation. */
  takeOver(person: string): Promise<void>;
  /** Resolves with the moment (`performance.now()`) at which the last of the streams has brought a card that says this. */
  onEveryStream(text: string): Promise<number>;
  stop(): Promise<void>;
}

export async function openOffice(options: {
  mongoUri: string;
  redisUrl: string;
  folder: string;
  conversations: number;
}): Promise<Office> {
  const { mongoUri, redisUrl, folder } = options;
  const masterKey = randomBytes(32);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const expected = await fill(mongoUri, masterKey, options.conversations);
  const config = loadConfig({
    MONGO_URI: mongoUri,
    REDIS_URL: redisUrl,
    PORT: String(port),
    HOST: "127.0.0.1",
    PUBLIC_URL: url,
    WASL_MASTER_KEY: masterKey.toString("base64"),
    WASL_DATA_DIR: folder,
    WASL_FLOWS_DIR: flowsWithoutSms(folder),
    LOG_LEVEL: "error",
  });
  const running = await start(config, {});
  const cookies: string[] = [];
  for (let member = 0; member < MEMBERS; member++) cookies.push(await logIn(url, member));
  const streams = await Promise.all(cookies.map((cookie) => openStream(url, cookie)));
  const cookie = cookies[0] ?? "";
  const read = async <T>(address: string): Promise<T> => {
    const answer = await fetch(`${url}/api${address}`, { headers: { cookie } });
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
    return (await answer.json()) as T;
  };
  let serial = 0;
  const write = async (person: string, text: string) => {
    await receive(running.world, khuta, {
      providerMessageId: `office.${process.pid}.${serial++}`,
      channelId: WEB,
      from: {
        address: { channelId: WEB, scheme: "session", value: person },
        phoneAssurance: "none",
      },
      origin: "live",
      author: "contact",
      body: { kind: "text", text },
    });
  };
  return {
    url,
    cookie,
    expected,
    async openList() {
      await read<Me>("/me");
      const [cards] = await Promise.all([
        read<Cards>("/conversations?queue=mine"),
        read("/conversations?queue=crisis"),
        read("/queues"),
      ]);
      return cards;
    },
    write,
    async takeOver(person) {
      await write(person, "السلام عليكم");
      await claim(running, url, cookie, person);
    },
    onEveryStream: async (text) =>
      Math.max(...(await Promise.all(streams.map((s) => s.has(text))))),
    async stop() {
      for (const stream of streams) stream.close();
      await running.stop();
    },
  };
}

/** Conversations and accounts, as they are in the database when Wasl starts. */
async function fill(mongoUri: string, masterKey: Buffer, count: number) {
  const { store, close } = await connectStore({ mongoUri, masterKey });
  const now = new Date();
  const members = Array.from({ length: MEMBERS }, (_, index) => memberOf(index, now));
  const passwordHash = await hashPassword(PASSWORD);
  for (const member of members) {
    await store.staff.add(khuta, member);
    await store.staff.setCredentials(khuta, member.id, { passwordHash });
  }
  // An administrator, so that the start offers no first one.
  await store.staff.add(khuta, { ...memberOf(MEMBERS, now), roles: ["administrator"] });
  await store.staff.setCredentials(khuta, `member${MEMBERS}`, {
    passwordHash,
    totpSecret: "JBSWY3DPEHPK3PXP",
    recovery: [],
  });
  const staff = members.map(({ id }) => id);
  const expected = await openConversations(store, khuta, { count, staff, now });
  await close();
  return expected;
}

function memberOf(index: number, createdAt: Date): StaffMember {
  return {
    id: `member${index}`,
    associationId: khuta,
    login: `member${index}`,
    name: `عضو ${index}`,
    roles: ["officer"],
    branch: null,
    language: "ar",
    presence: "offline",
    hasPassword: true,
    secondFactor: false,
    disabled: false,
    alerts: { digest: false },
    createdAt,
  };
}

/** The shipped flows for one association whose people write in the web chat. */
function flowsWithoutSms(folder: string): string {
  const flows = path.join(folder, "flows");
  cpSync(path.resolve(import.meta.dirname, "../../flows"), flows, {
    recursive: true,
    filter: (source) => !/associations\/[a-z]/.test(source) || /associations\/khuta\b/.test(source),
  });
  const file = path.join(flows, "associations/_defaults.yaml");
  const defaults = parse(readFileSync(file, "utf8")) as { channels: { sms: object } };
  Object.assign(defaults.channels.sms, { enabled: false });
  writeFileSync(file, stringify(defaults));
  return flows;
}

async function logIn(url: string, member: number): Promise<string> {
  const answer = await fetch(`${url}/api/session`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "x-forwarded-for": `10.0.0.${member + 1}`, // log-ins of one address are limited
    },
    body: JSON.stringify({ name: `member${member}`, password: PASSWORD }),
  });
  if (!answer.ok) throw new Error(await answer.text());
  return (answer.headers.get("set-cookie") ?? "").split(";", 1).join();
}

async function claim({ world }: Running, url: string, cookie: string, person: string) {
  const id = await world.store.conversations.resolve(khuta, `${WEB}|${person}`, world.newId());
  while (!(await world.store.conversations.load(khuta, id))) await sleep(20);
  const me = await fetch(`${url}/api/me`, { headers: { cookie } });
  const { csrf } = (await me.json()) as Me;
  const answer = await fetch(`${url}/api/conversations/${id}/claim`, {
    method: "POST",
    headers: { cookie, "x-csrf-token": csrf, "content-type": "application/json" },
    body: "{}",
  });
  if (!answer.ok) throw new Error(await answer.text());
}

const LONGEST_CARD = 8_192;
const PATIENCE_MS = 30_000;

/** Server-sent events of one member, looked through for what a card says. */
async function openStream(url: string, cookie: string) {
  const looked = new Map<string, (at: number) => void>();
  let tail = "";
  let request: ClientRequest | undefined;
  await new Promise<void>((resolve, reject) => {
    request = get(`${url}/api/stream`, { headers: { cookie }, agent: false }, (answer) => {
      if (answer.statusCode !== 200) return reject(new Error(`stream: ${answer.statusCode}`));
      answer.setEncoding("utf8");
      answer.on("data", (data: string) => {
        tail = (tail + data).slice(-LONGEST_CARD - data.length);
        for (const [text, found] of looked)
          if (tail.includes(`"preview":"${text}"`)) found(performance.now());
        resolve();
      });
      answer.on("error", () => undefined);
    });
    request.on("error", reject);
  });
  return {
    has: (text: string) =>
      new Promise<number>((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`no card says ${text}`)), PATIENCE_MS);
        looked.set(text, (at) => {
          clearTimeout(timer);
          looked.delete(text);
          resolve(at);
        });
      }),
    close: () => request?.destroy(),
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
