import { z } from "zod";
import { countSegments } from "../../channels/sms.ts";
import type { Dialect, Reply } from "./dialect.ts";
import type { Refuse } from "./faults.ts";

export interface UnifonicAccount {
  appSid: string;
  /** Registered names. */
  senders: readonly string[];
  /** The webhook as it was entered there, with its key. */
  dlrUrl?: string;
}

/**
 * Unifonic's `POST /rest/SMS/messages`, which answers 200 to almost everything and tells in `success` and `errorCode`,
 * and its delivery reports, which nobody signs.
 */
export function createUnifonic({ appSid, senders, dlrUrl }: UnifonicAccount): Dialect {
  let last = 42_000_348_806_924;

  return {
    read({ method, path, body }) {
      if (method !== "POST" || path !== "/rest/SMS/messages") return { status: 404, body: {} };
      const read = form.safeParse(Object.fromEntries(new URLSearchParams(body)));
      if (!read.success) return refused("ER-20", z.prettifyError(read.error));
      const { AppSid, SenderID, Recipient, Body } = read.data;
      if (AppSid !== appSid) return { ...refused("ER-401", "Authentication failed"), status: 401 };
      if (!senders.includes(SenderID)) return refused("ER-08", "Invalid Sender ID");
      if (!/^\d+$/.test(Recipient)) return refused("ER-02", "Invalid destination number");
      if (Recipient.length < 11) return refused("ER-04", "Dest num is too short");
      if (Recipient.length > 15) return refused("ER-03", "Dest num is too long");
      if (Body.trim() === "") return refused("ER-06", "Invalid or empty message body");
      last += 1;
      return { id: String(last), person: `+${Recipient}`, text: Body };
    },

    taken: ({ id, person, text, createdAt }) => ({
      status: 200,
      body: {
        success: true,
        message: "",
        errorCode: "ER-00",
        data: {
          MessageID: Number(id),
          CorrelationID: "",
          Status: "Queued",
          NumberOfUnits: countSegments(text).segments,
          Cost: 0,
          Balance: 0,
          Recipient: person.slice(1),
          TimeCreated: written(createdAt),
          CurrencyCode: "",
        },
      },
    }),

    refuse: ({ status, code }: Refuse) =>
      status === 200 ? refused(code ?? "ER-07", "refused") : { status, body: {} },

    /** Only the end of a message is reported. */
    report({ id, person, status, createdAt }) {
      if (dlrUrl === undefined || (status !== "delivered" && status !== "failed")) return undefined;
      const fields = {
        MessageID: id,
        DLR: status === "delivered" ? "Delivered" : "Undeliverable",
        Recipient: person.slice(1),
        TimeCreated: written(createdAt),
        SCTS: written(createdAt),
        DLRTimestamp: written(createdAt),
      };
      return {
        url: dlrUrl,
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams(fields).toString(),
      };
    },

    inbound: () => undefined,
  };
}

const form = z.strictObject({
  AppSid: z.string(),
  SenderID: z.string(),
  Recipient: z.string(),
  Body: z.string(),
  responseType: z.literal("JSON").optional(),
  CorrelationID: z.string().optional(),
  baseEncode: z.string().optional(),
  statusCallback: z.string().optional(),
  async: z.enum(["true", "false"]).optional(),
  MessageType: z.enum(["1", "3", "5", "6"]).optional(),
});

function refused(errorCode: string, message: string): Reply {
  return { status: 200, body: { success: false, message, errorCode, data: {} } };
}

/** `2026-11-24 09:00:00` */
function written(date: Date): string {
  return date.toISOString().slice(0, 19).replace("T", " ");
}
