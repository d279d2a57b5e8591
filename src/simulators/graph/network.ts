import { createHash, randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { deliver, type CallBack } from "./deliver.ts";
import { createFaults } from "./faults.ts";
import { inboundRequest, type EchoRequest, type InboundRequest, type SimNumber } from "./number.ts";
import { contactOf, echoOf, messageOf, statusOf, webhookOf, type SimMessage } from "./payload.ts";
import { refusalOfCode, type Refusal } from "./refusals.ts";
import {
  bodyOf,
  headerOf,
  personOf,
  readSendRequest,
  shownText,
  type SendRequest,
} from "./request.ts";

/** What becomes of a request to send: `hang` and `cut` are answers that never come. */
export type Answer =
  | { kind: "taken"; message: SimMessage }
  | { kind: "refused"; refusal: Refusal }
  | { kind: "hang" }
  | { kind: "cut" };

export interface SimFile {
  id: string;
  bytes: Buffer;
  mime: string;
  sha256: string;
}

const DAY_MS = 24 * 3_600_000;

/** Telephones and Meta's servers in one: takes messages, moves them on step by step, reports, and calls back. */
export function createNetwork(options: { stepMs: number; now: () => Date }) {
  const { stepMs, now } = options;
  const messages: SimMessage[] = [];
  const calls: CallBack[] = [];
  const files = new Map<string, SimFile>();
  const webhooks = new Map<string, string>();
  const faults = createFaults();
  const running = new Set<Promise<unknown>>();
  const stopping = new AbortController();

  function inBackground(work: Promise<unknown>): void {
    const tracked = work.catch(() => undefined).finally(() => running.delete(tracked));
    running.add(tracked);
  }

  async function call(number: SimNumber, value: object, field?: string) {
    const url = webhooks.get(number.phoneNumberId);
    if (url === undefined) return undefined; // nobody subscribed
    const { appSecret } = number;
    const to = { url, appSecret, waitMs: stepMs, signal: stopping.signal };
    return deliver(to, webhookOf(number, value, field), calls);
  }

  /** From Meta's servers to the telephone, with its reports. */
  async function carry(
    number: SimNumber,
    message: SimMessage,
    { failure, how }: { failure: number | undefined; how: ReceiptFault },
  ): Promise<void> {
    const reports: object[] = [];
    const states = failure === undefined ? ["sent", "delivered"] : ["failed"];
    for (const status of states) {
      if (how !== "early") await sleep(stepMs, undefined, { signal: stopping.signal });
      message.status = status;
      message.errorCode = status === "failed" ? (failure ?? null) : null;
      const report = statusOf(message, now());
      reports.push(report);
      if (how === "none" || how === "reversed" || how === "together") continue;
      await call(number, { statuses: [report] });
      if (how === "twice") await call(number, { statuses: [report] });
    }
    if (how === "together") await call(number, { statuses: reports });
    if (how !== "reversed") return;
    for (const report of reports.toReversed()) await call(number, { statuses: [report] });
  }

  function isWindowClosed(number: SimNumber, person: string, { type }: SendRequest): boolean {
    if (!number.enforceWindow || type === "template") return false;
    const last = messages.findLast(
      (each) =>
        each.direction === "inbound" &&
        each.person === person &&
        each.phoneNumberId === number.phoneNumberId,
    );
    return !last || now().getTime() - last.createdAt.getTime() > DAY_MS;
  }

  function keep(fields: Omit<SimMessage, "createdAt" | "errorCode" | "id"> & { id?: string }) {
    const id = fields.id ?? `wamid.${randomBytes(24).toString("base64url")}`;
    const message: SimMessage = { ...fields, id, errorCode: null, createdAt: now() };
    messages.push(message);
    return message;
  }

  return {
    messages,
    calls,
    faults,
    files,

    subscribe: (phoneNumberId: string, url: string) => void webhooks.set(phoneNumberId, url),

    addFile(bytes: Buffer, mime: string): SimFile {
      const id = String(900_000_000_000_000 + files.size + 1);
      const file = { id, bytes, mime, sha256: createHash("sha256").update(bytes).digest("hex") };
      files.set(id, file);
      return file;
    },

    async send(number: SimNumber, value: unknown): Promise<Answer> {
      const request = readSendRequest(value);
      if ("status" in request) return { kind: "refused", refusal: request };
      const person = personOf(request);
      const refused = faults.take("refuse", person);
      const refusal = refused
        ? { ...refusalOfCode(refused.code), ...retryAfter(refused) }
        : refusalOfContent(request, number, files);
      if (refusal) return { kind: "refused", refusal };

      const lost = faults.take("lost", person);
      if (lost && !lost.stored) return lostAnswer(lost.how);
      const isClosed = isWindowClosed(number, person, request);
      const message = keep({
        phoneNumberId: number.phoneNumberId,
        direction: "outbound",
        person,
        type: request.type,
        text: shownText(request),
        content: request,
        status: "accepted",
      });
      const answered = { ...message };
      const failure = isClosed ? 131047 : faults.take("undelivered", person)?.code;
      const how = faults.take("receipts", person)?.how;
      const carrying = carry(number, message, { failure, how });
      inBackground(carrying);
      if (how === "early") await carrying;
      return lost ? lostAnswer(lost.how) : { kind: "taken", message: answered };
    },

    /** People write, in one call of the webhook. Resolves when it has answered (or was given up). */
    async receive(number: SimNumber, wanted: InboundRequest) {
      const request = inboundRequest.parse(wanted);
      const written = request.messages.map(({ person, content, id }) => {
        const known = messages.find((each) => each.id === id);
        const message =
          known ??
          keep({
            ...(id === undefined ? {} : { id }),
            phoneNumberId: number.phoneNumberId,
            direction: "inbound",
            person: person.waId ?? person.userId ?? "",
            type: content.type,
            text: bodyTextOf(content),
            content,
            status: "received",
          });
        return { person, message };
      });
      const value = {
        contacts: written.map(({ person }) => contactOf(person)),
        messages: written.map(({ person, message }) => messageOf(person, message)),
        ...(request.statuses.length === 0 ? {} : { statuses: request.statuses }),
      };
      const copies = request.duplicate ? 2 : 1;
      const calling = Array.from({ length: copies }, () => call(number, value));
      calling.forEach(inBackground);
      const made = await Promise.all(calling);
      return {
        ids: written.map(({ message }) => message.id),
        calls: made.map((each) => ({ attempts: each?.attempts ?? [] })),
      };
    },

    /** Staff write on the telephone itself. */
    async echo(number: SimNumber, { person, content }: EchoRequest) {
      const message = keep({
        phoneNumberId: number.phoneNumberId,
        direction: "echo",
        person: person.waId ?? person.userId ?? "",
        type: content.type,
        text: bodyTextOf(content),
        content,
        status: "sent",
      });
      const value = { message_echoes: [echoOf(person, message, number)] };
      const made = await call(number, value, "smb_message_echoes");
      return { id: message.id, calls: [{ attempts: made?.attempts ?? [] }] };
    },

    /** Resolves when no report and no call is under way. */
    async settled(): Promise<void> {
      while (running.size > 0) await Promise.all(running);
    },

    async stop(): Promise<void> {
      stopping.abort();
      await Promise.all(running);
    },
  };
}

export type Network = ReturnType<typeof createNetwork>;

type ReceiptFault = "reversed" | "twice" | "none" | "early" | "together" | undefined;

function lostAnswer(how: "500" | "hang" | "cut"): Answer {
  return how === "500" ? { kind: "refused", refusal: refusalOfCode(131000) } : { kind: how };
}

function retryAfter({ retryAfterSeconds }: { retryAfterSeconds?: number | undefined }) {
  return retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
}

function refusalOfContent(
  { template, image, document, audio }: SendRequest,
  { templates }: SimNumber,
  files: ReadonlyMap<string, SimFile>,
): Refusal | undefined {
  const file = image ?? document ?? audio ?? (template && headerOf(template));
  if (file && !files.has(file.id)) return refusalOfCode(131053, "Media upload error");
  if (!template || !templates) return undefined;
  const wanted = Object.hasOwn(templates, template.name) ? templates[template.name] : undefined;
  if (wanted === undefined) return refusalOfCode(132001, "Template does not exist");
  const given = bodyOf(template)?.parameters.length ?? 0;
  return given === wanted ? undefined : refusalOfCode(132000, "Number of parameters");
}

function bodyTextOf(content: { type: string; [part: string]: unknown }): string {
  const { text } = content as { text?: { body?: unknown } };
  return typeof text?.body === "string" ? text.body : "";
}
