import { z } from "zod";
import { Refusal } from "../refusal.ts";
import { VOICE_NOTE } from "./voice-note.ts";

const MAX_FILE_CHARS = 11_000_000; // 8 MB as base64
export const MAX_INBOUND_BYTES = MAX_FILE_CHARS + 16_000;

/** Who has a conversation open, on the telephone of which number. */
export const whatsappReader = z.strictObject({
  channelId: z.string(),
  from: z
    .string()
    .regex(/^\+[1-9]\d{6,14}$/, "write an international number such as +966551234567"),
});

/** What the page's telephone sends: one of a text, a file (photo, document), the ready voice note, a place. */
export const whatsappInbound = whatsappReader
  .extend({
    name: z.string().max(60).default(""),
    text: z.string().max(4_096).default(""),
    file: z
      .strictObject({
        mime: z.string().regex(/^[a-z]+\/[\w.+-]+$/),
        name: z.string().max(200).optional(),
        data: z.base64().min(4).max(MAX_FILE_CHARS),
      })
      .optional(),
    voice: z.literal(true).optional(),
    place: z
      .strictObject({
        lat: z.number().min(-90).max(90),
        lng: z.number().min(-180).max(180),
        label: z.string().max(200).optional(),
      })
      .optional(),
    duplicate: z.boolean().optional(),
  })
  .refine(({ text, file, voice, place }) => {
    const kinds = [file, voice, place].filter((each) => each !== undefined).length;
    return kinds === 0 ? text.trim() !== "" : kinds === 1 && (text === "" || file !== undefined);
  }, "send one of text, file (with text as its caption), voice, place");
type WhatsappInbound = z.output<typeof whatsappInbound>;

export const whatsappFaults = [
  "whatsapp_offline",
  "whatsapp_online",
  "whatsapp_unlink",
  "whatsapp_link",
] as const;

/** What these faults are to the stand-in, and those that other channels have too. */
const controls: Readonly<Record<string, readonly [what: string, ...args: unknown[]]>> = {
  whatsapp_offline: ["setOnline", false],
  whatsapp_online: ["setOnline", true],
  whatsapp_unlink: ["logout"],
  whatsapp_link: ["pair"],
  fail_next_delivery: ["undeliverNextSends", 1],
  receipts_out_of_order: ["reverseNextReceipts"],
  lose_next_answer: ["reloadDuringNextSend", "taken"],
};

/** How the number is, seen from its telephone. */
export interface NumberState {
  isLinked: boolean;
  isOnline: boolean;
}

/**
 * Speaks to the stand-in for WhatsApp, behind whose page the real library runs: what works here works through the port.
 * Refuses with 502 when it does not answer, or is another one that cannot be steered.
 */
export function createWhatsappStandIn(url: string) {
  const duplicates = new Set<string>();

  async function control<T>(
    channelId: string,
    [what, ...args]: readonly [what: string, ...args: unknown[]],
  ): Promise<T> {
    const response = await fetch(`${url}/sim/${channelId}/${what}`, {
      method: "POST",
      body: JSON.stringify(args),
      signal: AbortSignal.timeout(PATIENCE_MS),
    }).catch(() => undefined);
    if (response?.ok) return ((await response.json()) as { result: T }).result;
    const said = (await response?.json().catch(() => undefined)) as { error?: string } | undefined;
    const reason = response ? `refused: ${said?.error ?? response.status}` : "does not answer";
    throw new Refusal(502, "simulator.stand_in", `the stand-in for WhatsApp ${reason}`);
  }

  return {
    async deliver(message: WhatsappInbound): Promise<{ sid: string; calls: object[] }> {
      const { channelId, from } = message;
      const given = inboundOf(message);
      await control(channelId, ["read", from.slice(1)]);
      const id = await control<string>(channelId, ["receive", given]);
      const isTwice = message.duplicate ?? duplicates.delete(channelId);
      if (isTwice) await control(channelId, ["receive", { ...given, id: id.split("_").at(-1) }]);
      return { sid: id, calls: isTwice ? [{}, {}] : [{}] };
    },

    /** The person has the conversation open: what has arrived turns blue. */
    read: (channelId: string, from: string) => control<null>(channelId, ["read", from.slice(1)]),

    async plan(kind: string, channelId: string): Promise<void> {
      if (kind === "duplicate_next_webhook") duplicates.add(channelId);
      else if (Object.hasOwn(controls, kind)) await control(channelId, controls[kind] ?? [""]);
      else throw new Refusal(400, "http.invalid", `WhatsApp knows no fault ${kind}`);
    },

    /** Undefined when nobody says it. */
    async state(channelId: string): Promise<NumberState | undefined> {
      const asking = { signal: AbortSignal.timeout(LOOK_MS) };
      const response = await fetch(`${url}/sim/${channelId}/state`, asking).catch(() => undefined);
      return response?.ok
        ? ((await response.json().catch(() => undefined)) as NumberState)
        : undefined;
    },
  };
}

const PATIENCE_MS = 65_000; // the first message waits until the number is linked
const LOOK_MS = 1_000;

/** In the stand-in's words. A person has a number and another name, as in the real thing. */
function inboundOf({ from, name, text, file, voice, place }: WhatsappInbound): object {
  const digits = from.slice(1);
  const person = { from: digits, lid: `7${digits}`, name };
  if (place) {
    const { lat, lng, label } = place;
    return { ...person, type: "location", place: { lat, lng, ...(label ? { loc: label } : {}) } };
  }
  if (voice)
    return {
      ...person,
      type: "ptt",
      file: { mimetype: "audio/ogg; codecs=opus", data: VOICE_NOTE },
    };
  if (!file) return { ...person, body: text };
  const { mime, name: filename, data } = file;
  const type = mime.startsWith("image/") ? "image" : "document";
  return {
    ...person,
    type,
    body: text,
    file: { mimetype: mime, data, ...(filename ? { filename } : {}) },
  };
}
