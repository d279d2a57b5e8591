import { createEvents } from "./events.ts";
import { createSendFaults } from "./faults.ts";
import { createLine } from "./line.ts";
import type { Memory } from "./memory.ts";
import { keptFile, newMessageId, serializedId, toldToPage, type SimMessage } from "./message.ts";
import type { PageConfig } from "./page.ts";
import { receiveRequest, typeRequest, type ReceiveRequest, type TypeRequest } from "./requests.ts";

/** What the page is served as: `hang` never answers, `portal` is somebody else's page, `down` is HTTP 503. */
export type Serving = "page" | "hang" | "portal" | "down";

/**
 * One telephone number with everything behind it: the telephone, the linked device, WhatsApp's servers and the people
 * who write. It remembers; the page forgets at every reload, as the real one does not.
 */
export function createAccount(id: string, config: PageConfig, memory: Memory) {
  const line = createLine();
  const { remembered } = memory;
  const messages: SimMessage[] = [...remembered.messages];
  const unread = new Map(remembered.unread);
  const book = new Map(remembered.book);
  const { events, note, waitFor } = createEvents(id);
  const faults = createSendFaults();
  let { linkedDevice } = remembered;
  let isSynced = false;
  let told = 0; // how many messages the page has been given
  let isOnline = true;
  let serving: Serving = "page";

  function remember(): void {
    memory.changed(() => ({
      ...(linkedDevice === undefined ? {} : { linkedDevice }),
      messages,
      unread: [...unread],
      book: [...book],
    }));
  }

  function enter(phone: string, lid?: string): void {
    book.set(phone, lid ?? book.get(phone));
    remember();
    if (line.isOpen()) void line.order("enterInBook", { phone, lid }).catch(ignore);
  }

  function keep(message: SimMessage): SimMessage {
    const known = messages.find((each) => each.serialized === message.serialized);
    if (known) return known;
    messages.push(message);
    remember();
    return message;
  }

  /** What the page has not been given yet, in order; nothing while the telephone is offline. */
  function pass(): void {
    if (!isSynced || !isOnline || !line.isOpen()) return;
    for (const message of messages.slice(told)) {
      told += 1;
      if (message.author === "device") continue;
      void line
        .order("deliver", toldToPage(message), unread.get(message.remote) ?? 0)
        .catch(ignore);
    }
  }

  function find(wanted: string): SimMessage {
    const found = messages.find(({ id, serialized }) => id === wanted || serialized === wanted);
    if (!found) throw new Error(`account ${id} has no message ${wanted}`);
    return found;
  }

  /** Tells the page if it is there; a page that is not will read it in its history. */
  async function change(message: SimMessage, order: string, ...args: unknown[]): Promise<void> {
    remember();
    if (isSynced && isOnline && line.isOpen()) await line.order(order, message.serialized, ...args);
  }

  const account = {
    id,
    events,

    // ------------------------------------------------------------ people and the telephone

    /** Returns the id of the message as the library shows it. The same `id` again is the same message again. */
    receive(wanted: ReceiveRequest): string {
      const input = receiveRequest.parse(wanted);
      const phone = input.from.includes("@") ? input.from : `${input.from}@c.us`;
      const lid = input.lid === undefined ? undefined : `${input.lid}@lid`;
      if (phone.endsWith("@c.us")) enter(phone, lid);
      const remote = lid ?? phone;
      const key = { id: input.id ?? newMessageId(), fromMe: false, remote };
      const before = messages.length;
      const message = keep({
        ...key,
        serialized: serializedId(key),
        author: "contact",
        name: input.name,
        type: input.type,
        body: input.body,
        t: input.t ?? nowSeconds(),
        ack: 1,
        ...(input.quotes === undefined ? {} : { quoted: quotedOf(find(input.quotes)) }),
        ...(input.file ? { file: keptFile(input.file) } : {}),
        attrs: input.place ?? {},
      });
      if (messages.length > before) unread.set(remote, (unread.get(remote) ?? 0) + 1);
      // The library has said the same message twice before (issue 201764).
      else void change(message, "again").catch(ignore);
      pass();
      return message.serialized;
    },

    typeOnHandset(wanted: TypeRequest): string {
      const input = typeRequest.parse(wanted);
      const key = { id: input.id ?? newMessageId(), fromMe: true, remote: input.to };
      const message = keep({
        ...key,
        serialized: serializedId(key),
        author: "handset",
        type: "chat",
        body: input.body,
        t: input.t ?? nowSeconds(),
        ack: 1,
        attrs: {},
      });
      pass();
      return message.serialized;
    },

    async ack(wanted: string, level: number): Promise<void> {
      const message = find(wanted);
      message.ack = level;
      await change(message, "ack", level);
    },
    async edit(wanted: string, body: string): Promise<void> {
      const message = find(wanted);
      message.body = body;
      message.attrs = { ...message.attrs, latestEditSenderTimestampMs: Date.now() };
      await change(message, "edit", body);
    },
    async revoke(wanted: string): Promise<void> {
      const message = find(wanted);
      Object.assign(message, { type: "revoked", body: "" });
      await change(message, "revoke");
    },
    /** A message that came as `ciphertext` can be read after all. */
    async decrypt(wanted: string, body: string): Promise<void> {
      const message = find(wanted);
      Object.assign(message, { type: "chat", body });
      await change(message, "decrypt", body);
    },
    /** A person (digits, or any id of his) opens the conversation: what has arrived there turns blue. */
    async read(from: string): Promise<void> {
      const names = namesOf(from.includes("@") ? from : `+${from}`);
      const arrived = messages.filter(
        ({ author, remote, ack }) => author === "device" && ack === 2 && names.includes(remote),
      );
      for (const { serialized } of arrived) await account.ack(serialized, 3).catch(ignore);
    },
    react: (wanted: string, from: string, emoji: string) =>
      line.order("react", find(wanted).serialized, from, emoji),
    vote: (wanted: string, from: string, names: string[]) =>
      line.order("vote", find(wanted).serialized, from, names),

    /** Somebody scans the code. */
    pair: () => line.order("pair"),
    /** Somebody removes the linked device on the telephone. */
    async logout(): Promise<void> {
      linkedDevice = undefined;
      remember();
      isSynced = false;
      if (line.isOpen()) await line.order("logout").catch(ignore);
    },
    /** A number that is on WhatsApp, although nobody wrote. */
    register: (phone: string, lid?: string) =>
      enter(`${phone}@c.us`, lid === undefined ? undefined : `${lid}@lid`),

    // ------------------------------------------------------------ what goes wrong

    ...faults.plans,
    order: line.order,
    configure(changed: Partial<PageConfig>): void {
      Object.assign(config, changed);
    },
    serve(as: Serving): void {
      serving = as;
    },
    isOnline: () => isOnline,
    setOnline(value: boolean): void {
      isOnline = value;
      if (!value) return;
      pass();
      if (line.isOpen()) void line.order("flush").catch(ignore);
    },
    /** Nobody has ever written. */
    forget(): void {
      messages.length = 0;
      events.length = 0;
      unread.clear();
      told = 0;
      remember();
    },

    // ------------------------------------------------------------ looking in

    /** Oldest first; to and from one number (`+9665...`) or id when one is named. */
    messages(address?: string): SimMessage[] {
      if (address === undefined) return messages;
      const names = namesOf(address);
      return messages.filter(({ remote }) => names.includes(remote));
    },
    /** Messages of the linked device, which is what a person received of us. */
    sent: (address?: string) =>
      account.messages(address).filter(({ author }) => author === "device"),
    isLinked: () => linkedDevice !== undefined,
    isSynced: () => isSynced && line.isOpen(),
    waitFor,

    // ------------------------------------------------------------ for the server
    line,
    config,
    serving: () => serving,
    note,
    hello(device: string, version: string): { isLinked: boolean } {
      isSynced = false;
      note("hello", { version, isLinked: device === linkedDevice });
      return { isLinked: device === linkedDevice };
    },
    link(device: string): void {
      linkedDevice = device;
      remember();
    },
    history() {
      told = messages.length;
      return {
        messages: messages.map(toldToPage),
        unread: [...unread],
        book: [...book].map(([phone, lid]) => ({ phone, lid })),
      };
    },
    synced(): void {
      isSynced = true;
      pass();
      note("synced");
    },
    seen(remote: string): void {
      unread.set(remote, 0);
      remember();
    },
    /** The linked device sends. */
    take(message: SimMessage) {
      if (!isOnline) return { outcome: "offline" };
      const fault = faults.take();
      if (fault?.kind === "reload") void line.order("reload").catch(ignore);
      if (fault?.kind === "refused") return { outcome: "refused", reason: fault.reason };
      const isLost = fault?.kind === "lost" || (fault?.kind === "reload" && fault.when === "lost");
      if (isLost) return { outcome: "lost" };

      message.ack = 1;
      keep(message);
      note("out", { id: message.serialized, remote: message.remote, body: message.body });
      if (fault?.kind === "reload") return { outcome: "lost" };
      const next = fault?.kind === "undelivered" ? -1 : 2;
      setTimeout(() => void account.ack(message.serialized, next).catch(ignore), 20);
      if (fault?.kind === "reversed")
        setTimeout(() => void change(message, "ack", 1).catch(ignore), LATE_MS);
      return { outcome: "taken", ack: 1 };
    },
    file: (hash: string) => messages.find(({ file }) => file?.filehash === hash)?.file,
  };

  function namesOf(address: string): (string | undefined)[] {
    const phone = address.startsWith("+") ? `${address.slice(1)}@c.us` : address;
    const lid = book.get(phone);
    return [phone, lid];
  }

  return account;
}

export type SimAccount = ReturnType<typeof createAccount>;

const LATE_MS = 400;

function quotedOf({ id, fromMe }: SimMessage) {
  return { id, fromMe };
}

function nowSeconds(): number {
  return Math.floor(Date.now() / 1000);
}

/** The page went away in the middle: it will ask for its history when it is back. */
function ignore(): void {}
