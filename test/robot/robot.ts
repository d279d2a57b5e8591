import { createHmac, randomUUID } from "node:crypto";

/*
 * A beneficiary who knows only the outside of Wasl: the routes, `.wasl/demo.json`, and the keys of texts that the demo
 * shows. Nothing of the source is imported, so what passes here works for any program that drives the demo.
 */

/** What to answer to a text key: one answer, or several, one for each time that the question comes. */
export type Answers = Record<
  string,
  string | string[] | ((message: SeenMessage) => Answer | Promise<Answer>)
>;
type Answer = string | undefined;

export interface SeenMessage {
  id: string;
  key: string;
  text: string;
  options: { id: string; label: string }[];
  url?: string;
}

export interface DemoFile {
  url: string;
  pids: Record<string, number | number[]>;
  channels: Record<
    string,
    { transport: string; address: string; accountSid?: string; authToken?: string }
  >;
  simulators: { twilio: string; whatsapp: string };
}

export interface Phone {
  send(text: string): Promise<void>;
  /** Messages of the association since the last call, oldest first. */
  heard(): Promise<SeenMessage[]>;
}

const PATIENCE_MS = 40_000;
const LOOK_EVERY_MS = 60;

export interface Told {
  keys: string[];
  messages: SeenMessage[];
}

/** Answers question after question until a text with key `until` arrives. Fails with the dialogue when that never comes. */
export async function converse(
  phone: Phone,
  answers: Answers,
  options: {
    until: string;
    /** Until it has come so often; 1. */
    times?: number;
    onMessage?: (message: SeenMessage, count: number) => Promise<void>;
    patienceMs?: number;
  },
): Promise<Told> {
  const { patienceMs = PATIENCE_MS } = options;
  const told: Told = { keys: [], messages: [] };
  const asked = new Map<string, number>();
  let deadline = Date.now() + patienceMs;
  while (Date.now() < deadline) {
    for (const message of await phone.heard()) {
      deadline = Date.now() + patienceMs;
      told.keys.push(message.key);
      told.messages.push(message);
      await options.onMessage?.(message, told.keys.length);
      const isLast =
        told.keys.filter((key) => key === options.until).length === (options.times ?? 1);
      if (message.key === options.until && isLast) return told;
      const answer = await answerTo(message, answers, asked);
      if (answer !== undefined) await phone.send(answer);
    }
    await pause(LOOK_EVERY_MS);
  }
  throw new Error(
    `"${options.until}" never came. What was said:\n${told.messages.map((each) => `${each.key}: ${each.text}`).join("\n")}`,
  );
}

function answerTo(
  message: SeenMessage,
  answers: Answers,
  asked: Map<string, number>,
): Answer | Promise<Answer> {
  const answer = answers[message.key];
  if (typeof answer === "function") return answer(message);
  if (!Array.isArray(answer)) return answer;
  const count = asked.get(message.key) ?? 0;
  asked.set(message.key, count + 1);
  return answer[Math.min(count, answer.length - 1)];
}

/** Web chat by plain HTTP: a session, messages with an idempotency key, the log read from the last sequence number. */
export async function webPhone(
  demo: DemoFile,
  channelId: string,
): Promise<
  Phone & {
    token: string;
    log: () => Promise<{ seq: number; id: string; author?: string; key?: string; text: string }[]>;
  }
> {
  const base = `${demo.url}/chat/${channelId}`;
  const opened = await retried(() => fetch(`${base}/sessions`, { method: "POST" }));
  const { token } = (await opened.json()) as { token: string };
  const headers = { authorization: `Bearer ${token}` };
  let last = 0;

  async function after(seq: number): Promise<WebItem[]> {
    const response = await retried(() => fetch(`${base}/messages?after=${seq}`, { headers }));
    return ((await response.json()) as { messages: WebItem[] }).messages;
  }
  return {
    token,
    async send(text) {
      const key = randomUUID();
      // The answer is lost on purpose once in a while by the kill: the same key again is the same message.
      await retried(() =>
        fetch(`${base}/messages`, {
          method: "POST",
          headers: { ...headers, "content-type": "application/json", "idempotency-key": key },
          body: JSON.stringify({ text }),
        }),
      );
    },
    async heard() {
      const items = await after(last);
      last = items.at(-1)?.seq ?? last;
      return items
        .filter((item) => item.type === "message" && item.author === "bot")
        .map((item) => ({
          id: item.id,
          key: item.key ?? "",
          text: item.body?.text ?? "",
          options: item.body?.options ?? [],
          ...(item.body?.url ? { url: item.body.url } : {}),
        }));
    },
    async log() {
      const items = await after(0);
      return items
        .filter((item) => item.type === "message")
        .map(({ seq, id, author, key, body }) => ({
          seq,
          id,
          ...(author ? { author } : {}),
          ...(key ? { key } : {}),
          text: body?.text ?? "",
        }));
    },
  };
}

interface WebItem {
  seq: number;
  id: string;
  type: "message" | "status";
  author?: string;
  key?: string;
  body?: { kind: string; text?: string; options?: { id: string; label: string }[]; url?: string };
}

/** Text messages: signed as the provider signs, straight to the webhook; what was sent is read at the simulator. */
export function smsPhone(
  demo: DemoFile,
  channelId: string,
  number: string,
): Phone & { all: () => Promise<SimulatorMessage[]> } {
  const channel = demo.channels[channelId];
  if (!channel?.authToken || !channel.accountSid)
    throw new Error(`demo.json says nothing of ${channelId}`);
  const { authToken, accountSid, address } = channel;
  const seen = new Set<string>();

  async function all(): Promise<SimulatorMessage[]> {
    const response = await retried(() =>
      fetch(`${demo.url}/simulator/api/messages?address=${encodeURIComponent(number)}`),
    );
    const found = (await response.json()) as { messages: SimulatorMessage[] } | SimulatorMessage[];
    return (Array.isArray(found) ? found : found.messages).filter(
      (message) => message.channelId === channelId,
    );
  }
  return {
    all,
    async send(text) {
      const url = `${demo.url}/webhooks/${channelId}`;
      const params: Record<string, string> = {
        MessageSid: `SM${randomUUID().replaceAll("-", "")}`,
        AccountSid: accountSid,
        From: number,
        To: address,
        Body: text,
        NumMedia: "0",
        NumSegments: "1",
        ApiVersion: "2010-04-01",
      };
      await retried(() =>
        fetch(url, {
          method: "POST",
          headers: {
            "content-type": "application/x-www-form-urlencoded",
            "x-twilio-signature": signature(authToken, url, params),
          },
          body: new URLSearchParams(params).toString(),
        }),
      );
    },
    async heard() {
      const fresh = (await all()).filter(
        (message) => message.direction === "out" && !seen.has(message.id),
      );
      for (const message of fresh) seen.add(message.id);
      return fresh.map(({ id, key, text, url = linkIn(text) }) => ({
        id,
        key: key ?? "",
        text,
        options: [],
        ...(url ? { url } : {}),
      }));
    },
  };
}

interface ArrivedMessage {
  id: string;
  body: string;
  ack: number;
  /** In base64. */
  file?: { mimetype: string; data?: string };
}

/**
 * WhatsApp as a person has it: what is written goes to the number's telephone, and only what arrived there is heard. The
 * simulator is asked for the key of a message that arrived, and for nothing else.
 */
export function whatsappPhone(
  demo: DemoFile,
  channelId: string,
  person: { number: string; name: string },
): Phone & {
  sendPhoto: (jpeg: Buffer) => Promise<void>;
  /** All that arrived, oldest first, as it can be read there. */
  arrived: () => Promise<ArrivedMessage[]>;
} {
  const account = `${demo.simulators.whatsapp}/sim/${channelId}`;
  const digits = person.number.slice(1);
  const sender = { from: digits, lid: `8${digits}`, name: person.name };
  const seen = new Set<string>();

  async function receive(message: object): Promise<void> {
    await retried(() =>
      fetch(`${account}/receive`, {
        method: "POST",
        body: JSON.stringify([{ ...sender, ...message }]),
      }),
    );
  }
  async function arrived() {
    const query = `address=${encodeURIComponent(person.number)}`;
    const response = await retried(() => fetch(`${account}/messages?${query}`));
    const { messages } = (await response.json()) as {
      messages: (ArrivedMessage & { author: string })[];
    };
    return messages.filter(({ author }) => author === "device");
  }
  async function keyOf(body: string): Promise<string | undefined> {
    const query = `address=${encodeURIComponent(person.number)}`;
    const response = await retried(() => fetch(`${demo.url}/simulator/api/messages?${query}`));
    const { messages } = (await response.json()) as { messages: SimulatorMessage[] };
    return messages.find(({ text, written }) => (written ?? text) === body)?.key;
  }

  return {
    arrived,
    send: (text) => receive({ body: text, id: `R${randomUUID().replaceAll("-", "")}` }),
    sendPhoto: (jpeg) =>
      receive({
        type: "image",
        id: `R${randomUUID().replaceAll("-", "")}`,
        file: { mimetype: "image/jpeg", data: jpeg.toString("base64") },
      }),
    async heard() {
      const fresh = (await arrived()).filter(({ id }) => !seen.has(id));
      const heard: SeenMessage[] = [];
      for (const { id, body } of fresh) {
        seen.add(id);
        const url = linkIn(body);
        const key = (await keyOf(body)) ?? "";
        heard.push({ id, key, text: body, options: [], ...(url ? { url } : {}) });
      }
      return heard;
    },
  };
}

export interface SimulatorMessage {
  id: string;
  channelId: string;
  direction: "in" | "out";
  key?: string;
  text: string;
  /** Where the menu stands in the text itself. */
  written?: string;
  segments?: number;
  status: string;
  url?: string;
}

/** The code as it arrives on the telephone by text message. */
export async function codeSentTo(
  demo: DemoFile,
  channelId: string,
  number: string,
): Promise<string | undefined> {
  const phone = smsPhone(demo, channelId, number);
  for (let tries = 0; tries < 100; tries++) {
    const message = (await phone.all()).findLast(({ key }) => key === "otp");
    const code = message && /\d{4}/.exec(message.text)?.[0];
    if (code) return code;
    await pause(100);
  }
  return undefined;
}

/** The link in a text, without the marks that keep it whole among Arabic words. */
function linkIn(text: string): string | undefined {
  return /https?:\/\/[^\s\u2066-\u2069]+/.exec(text)?.[0];
}

/** The provider's rule: HMAC-SHA1 over the exact public address followed by the sorted parameters. */
function signature(authToken: string, url: string, params: Record<string, string>): string {
  const signed = Object.keys(params)
    .toSorted()
    .reduce((text, key) => text + key + params[key], url);
  return createHmac("sha1", authToken).update(signed).digest("base64");
}

/** Fills the one-time page as a browser without scripts does. */
export async function fillForm(url: string, fields: Record<string, string>): Promise<number> {
  const response = await retried(() =>
    fetch(url, {
      method: "POST",
      body: new URLSearchParams(fields),
      redirect: "manual",
      headers: { origin: new URL(url).origin },
    }),
  );
  return response.status;
}

/** Chooses a picture, or none, for the documents of the one-time page in the order in which they stand there, and sends it. */
export async function uploadOnPage(url: string, pictures: (Buffer | undefined)[]): Promise<number> {
  const page = await (await retried(() => fetch(url))).text();
  const names = [...page.matchAll(/<input type="file"[^>]* name="([a-z_]+)"/g)].map(
    ([, name = ""]) => name,
  );
  const body = new FormData();
  for (const [index, picture] of pictures.entries()) {
    const name = names[index];
    if (!name) throw new Error(`the page asks for ${names.length} documents only`);
    if (picture)
      body.set(name, new Blob([new Uint8Array(picture)], { type: "image/jpeg" }), `${name}.jpg`);
  }
  const headers = { origin: new URL(url).origin };
  const response = await retried(() =>
    fetch(url, { method: "POST", body, redirect: "manual", headers }),
  );
  return response.status;
}

async function retried(call: () => Promise<Response>): Promise<Response> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const response = await call().catch(() => undefined);
    if (response && response.status < 500) {
      if (response.status >= 400) throw new Error(`${response.status}: ${await response.text()}`);
      return response;
    }
    if (Date.now() > deadline)
      throw new Error(`no answer: ${response ? await response.text() : "connection refused"}`);
    await pause(200);
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
