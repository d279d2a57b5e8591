import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { ring } from "../ring.ts";
import { createFaults } from "./faults.ts";

/** One message that the stand-in knows: the outside world's own record of what really happened. */
export interface SimMessage {
  id: string;
  direction: "inbound" | "outbound";
  /** The other side, as it is written everywhere here: `+966...`, or a name. */
  person: string;
  text: string;
  status: "queued" | "sent" | "delivered" | "failed" | "received";
  reason: string | null;
  createdAt: Date;
}

/** One call of a webhook of ours and every answer it got; status 0 = no connection. */
export interface CallBack {
  url: string;
  body: string;
  attempts: number[];
}

/** A call that the gateway makes, in its own form. */
export interface Call {
  url: string;
  headers: Record<string, string>;
  body: string;
}

/** In what the gateways differ once a message is taken. */
export interface Reporting {
  /** Undefined where the gateway says nothing of a state, or nobody asked for it. */
  report(message: SimMessage): Call | undefined;
  inbound(message: SimMessage): Call | undefined;
}

/** Telephones, carriers and the gateway's queue in one. */
export function createNetwork(options: { stepMs: number; now: () => Date; reporting: Reporting }) {
  const { stepMs, now, reporting } = options;
  const messages: SimMessage[] = [];
  const calls: CallBack[] = [];
  const faults = createFaults();
  const running = new Set<Promise<unknown>>();
  const stopping = new AbortController();

  function inBackground(work: Promise<unknown>): void {
    const tracked = work.catch(() => undefined).finally(() => running.delete(tracked));
    running.add(tracked);
  }

  async function call(made: Call | undefined): Promise<CallBack | undefined> {
    if (!made) return undefined;
    const record: CallBack = { url: made.url, body: made.body, attempts: [] };
    calls.push(record);
    const { headers, body } = made;
    const request = { method: "POST", headers, body, signal: stopping.signal };
    const isTaken = (status: number) => status >= 200 && status < 300;
    await ring({ url: made.url, request, waitMs: stepMs, isTaken }, record.attempts);
    return record;
  }

  async function carry(message: SimMessage): Promise<void> {
    const failure = faults.take("undelivered", message.person);
    const how = faults.take("receipts", message.person)?.how;
    const carrying = carryOn(message, failure?.reason, how);
    inBackground(carrying);
    if (how === "early") await carrying;
  }

  async function carryOn(
    message: SimMessage,
    reason: string | undefined,
    how: "reversed" | "twice" | "none" | "early" | undefined,
  ): Promise<void> {
    const reports: (Call | undefined)[] = [];
    for (const status of ["sent", reason === undefined ? "delivered" : "failed"] as const) {
      if (how !== "early") await sleep(stepMs, undefined, { signal: stopping.signal });
      message.status = status;
      if (status === "failed") message.reason = reason ?? null;
      const report = reporting.report(message);
      reports.push(report);
      if (how === "none" || how === "reversed") continue;
      await call(report);
      if (how === "twice") await call(report);
    }
    if (how !== "reversed") return;
    for (const report of reports.toReversed()) await call(report);
  }

  function keep(fields: Omit<SimMessage, "createdAt" | "reason">): SimMessage {
    const message: SimMessage = { ...fields, reason: null, createdAt: now() };
    messages.push(message);
    return message;
  }

  return {
    messages,
    calls,
    faults,

    /** A message is taken: it leaves, step by step. */
    async take(fields: Pick<SimMessage, "id" | "person" | "text">): Promise<SimMessage> {
      const message = keep({ ...fields, direction: "outbound", status: "queued" });
      await carry(message);
      return message;
    },

    /** A person writes. Resolves when the webhook has answered (or was given up). */
    async receive(wanted: { from: string; text: string; id?: string; duplicate?: boolean }) {
      const known = messages.find(({ id }) => id === wanted.id);
      const message =
        known ??
        keep({
          id: wanted.id ?? randomUUID(),
          direction: "inbound",
          person: wanted.from,
          text: wanted.text,
          status: "received",
        });
      const copies = wanted.duplicate ? 2 : 1;
      const calling = Array.from({ length: copies }, () => call(reporting.inbound(message)));
      calling.forEach(inBackground);
      const made = await Promise.all(calling);
      return {
        id: message.id,
        calls: made.map((each) => ({ attempts: each?.attempts ?? [] })),
      };
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
