import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { optOutActionOf } from "../../channels/sms.ts";
import { callBack, type CallBack } from "./call-back.ts";
import { createFaults } from "./faults.ts";
import { fetchMedia, NOT_FETCHED } from "./fetch-media.ts";
import { newMessage, type SimMessage } from "./message.ts";
import { refusalOf, refusalOfCode, type Refusal } from "./refusals.ts";

export interface SimAccount {
  sid: string;
  authToken: string;
  /** Twilio's Advanced Opt-Out, off by default: stop words set OptOutType and bar the number (21610). */
  advancedOptOut?: boolean;
}

/** What becomes of a request to send: `hang` and `cut` are answers that never come. */
export type Answer =
  | { kind: "created"; message: SimMessage }
  | { kind: "refused"; refusal: Refusal }
  | { kind: "hang" }
  | { kind: "cut" };

export const inboundRequest = z.strictObject({
  accountSid: z.string(),
  from: z.string(),
  to: z.string(),
  body: z.string(),
  /** The product's webhook, exactly as an operator would enter it at Twilio. */
  url: z.url(),
  /** Calls the webhook twice at the same time, as after a time-out. */
  duplicate: z.boolean().default(false),
  /** The same message once more, later. */
  sid: z.string().optional(),
  media: z
    .array(z.strictObject({ url: z.url(), contentType: z.string() }))
    .max(10)
    .default([]),
  optOutType: z.enum(["STOP", "START", "HELP"]).optional(),
  /** Further parameters, as WhatsApp has them (`ProfileName`, `ButtonPayload`, `Latitude` ...). */
  params: z.record(z.string(), z.string()).default({}),
});
export type InboundRequest = z.input<typeof inboundRequest>;

/** Telephones, carriers and Twilio's queue in one: takes texts, moves them on step by step, reports, and rings back. */
export function createNetwork(options: { stepMs: number; now: () => Date }) {
  const { stepMs, now } = options;
  const messages: SimMessage[] = [];
  const calls: CallBack[] = [];
  const optedOut = new Set<string>();
  const faults = createFaults();
  const running = new Set<Promise<unknown>>();
  const stopping = new AbortController();

  function inBackground(work: Promise<unknown>): void {
    const tracked = work.catch(() => undefined).finally(() => running.delete(tracked));
    running.add(tracked);
  }

  function ring(account: SimAccount, url: string, params: Record<string, string>) {
    const { authToken } = account;
    return callBack({ url, authToken, waitMs: stepMs, signal: stopping.signal }, params, calls);
  }

  /** From Twilio's queue to the telephone, with the reports that were asked for. */
  async function carry(account: SimAccount, message: SimMessage, to: Reporting) {
    const { url, receipts } = to;
    const undelivered =
      faults.take("undelivered", message.to) ?? (await mediaOf(message, to.mediaUrls));
    const reports: Record<string, string>[] = [];
    for (const status of ["sent", undelivered ? "undelivered" : "delivered"]) {
      if (receipts !== "early") await sleep(stepMs, undefined, { signal: stopping.signal });
      message.status = status;
      message.sentAt ??= now();
      if (undelivered && status === "undelivered") message.errorCode = undelivered.code;
      const report = statusParams(message);
      reports.push(report);
      if (url === null || receipts === "none" || receipts === "reversed") continue;
      await ring(account, url, report);
      if (receipts === "twice") await ring(account, url, report);
    }
    if (url === null || receipts !== "reversed") return;
    for (const report of reports.toReversed()) await ring(account, url, report);
  }

  /** What is wrong with the files of a message, if anything. */
  async function mediaOf(message: SimMessage, urls: readonly string[]) {
    for (const url of urls) {
      const file = await fetchMedia(url, stopping.signal);
      const kind = message.to.startsWith("whatsapp:") ? "whatsapp" : "sms";
      if (!file) return { code: NOT_FETCHED[kind] };
      message.media.push(file);
    }
    return undefined;
  }

  return {
    messages,
    calls,
    faults,

    async create(account: SimAccount, params: URLSearchParams): Promise<Answer> {
      const to = params.get("To") ?? "";
      const refused = faults.take("refuse", to);
      const refusal =
        (refused && { ...refusalOfCode(refused.code, to), ...retryAfter(refused) }) ??
        refusalOf(params) ??
        (optedOut.has(`${account.sid}|${to}`) ? refusalOfCode(21610, to) : undefined);
      if (refusal) return { kind: "refused", refusal };

      const lost = faults.take("lost", to);
      if (lost && !lost.stored) return lostAnswer(lost.how, to);
      const isPooled = params.has("MessagingServiceSid");
      const contentVariables = variablesOf(params);
      const message = newMessage({
        accountSid: account.sid,
        direction: "outbound-api",
        from: params.get("From"),
        to,
        // Templates are not kept here: what fills the first place stands for the text.
        body: params.get("Body") ?? contentVariables?.["1"] ?? "",
        contentSid: params.get("ContentSid"),
        contentVariables,
        status: isPooled ? "accepted" : "queued",
        messagingServiceSid: params.get("MessagingServiceSid"),
        createdAt: now(),
      });
      messages.push(message);
      const answered = { ...message };
      const receipts = faults.take("receipts", to)?.how;
      const carrying = carry(account, message, {
        url: params.get("StatusCallback"),
        receipts,
        mediaUrls: params.getAll("MediaUrl"),
      });
      inBackground(carrying);
      if (receipts === "early") await carrying;
      return lost ? lostAnswer(lost.how, to) : { kind: "created", message: answered };
    },

    /** A person writes. Resolves when the webhook has answered (or was given up). */
    async receive(account: SimAccount, wanted: InboundRequest) {
      const request = inboundRequest.parse(wanted);
      const known = messages.find(({ sid }) => sid === request.sid);
      const message = known ?? inboundMessage(request, now());
      if (!known) messages.push(message);
      const optOutType = request.optOutType ?? optOutTypeOf(account, request.body);
      noteOptOut(optedOut, `${account.sid}|${request.from}`, optOutType);
      const params = inboundParams(message, request, optOutType);
      const copies = request.duplicate ? 2 : 1;
      const ringing = Array.from({ length: copies }, () => ring(account, request.url, params));
      ringing.forEach(inBackground);
      const made = await Promise.all(ringing);
      return { sid: message.sid, calls: made.map(({ attempts }) => ({ attempts })) };
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

/** Where reports go, if anywhere, and what goes wrong with them. */
interface Reporting {
  url: string | null;
  receipts: "reversed" | "twice" | "none" | "early" | undefined;
  mediaUrls: readonly string[];
}

export type Network = ReturnType<typeof createNetwork>;

function lostAnswer(how: "500" | "hang" | "cut", to: string): Answer {
  return how === "500" ? { kind: "refused", refusal: refusalOfCode(20500, to) } : { kind: how };
}

function retryAfter({ retryAfterSeconds }: { retryAfterSeconds?: number | undefined }) {
  return retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
}

function variablesOf(params: URLSearchParams): Record<string, string> | null {
  const given = params.get("ContentVariables");
  return given === null ? null : z.record(z.string(), z.string()).parse(JSON.parse(given));
}

function statusParams(message: SimMessage): Record<string, string> {
  const { sid, accountSid, status, errorCode } = message;
  return {
    AccountSid: accountSid,
    ApiVersion: "2010-04-01",
    From: message.from ?? "",
    To: message.to,
    MessageSid: sid,
    MessageStatus: status,
    SmsSid: sid,
    SmsStatus: status,
    ...(errorCode === null ? {} : { ErrorCode: String(errorCode) }),
  };
}

function inboundMessage(request: z.output<typeof inboundRequest>, createdAt: Date): SimMessage {
  const { accountSid, from, to, body } = request;
  const sentAt = createdAt;
  const status = "received";
  return newMessage({
    accountSid,
    direction: "inbound",
    from,
    to,
    body,
    status,
    createdAt,
    sentAt,
  });
}

function inboundParams(
  message: SimMessage,
  { media, params }: z.output<typeof inboundRequest>,
  optOutType: string | undefined,
): Record<string, string> {
  const files = media.flatMap(({ url, contentType }, index) => [
    [`MediaUrl${index}`, url],
    [`MediaContentType${index}`, contentType],
  ]);
  return {
    ToCountry: "SA",
    FromCountry: "SA",
    SmsMessageSid: message.sid,
    SmsSid: message.sid,
    MessageSid: message.sid,
    SmsStatus: message.status,
    AccountSid: message.accountSid,
    From: message.from ?? "",
    To: message.to,
    Body: message.body,
    NumMedia: String(media.length),
    NumSegments: String(message.segments),
    ApiVersion: "2010-04-01",
    ParameterOfTomorrow: "1", // Twilio may add parameters at any time
    ...Object.fromEntries(files),
    ...params,
    ...(optOutType === undefined ? {} : { OptOutType: optOutType }),
  };
}

const OPT_OUT_TYPES = { "opt-out": "STOP", "opt-in": "START", help: "HELP" } as const;

function optOutTypeOf(account: SimAccount, body: string): string | undefined {
  const action = account.advancedOptOut ? optOutActionOf(body) : undefined;
  return action && OPT_OUT_TYPES[action];
}

function noteOptOut(optedOut: Set<string>, key: string, type: string | undefined): void {
  if (type === "STOP") optedOut.add(key);
  if (type === "START") optedOut.delete(key);
}
