import { z } from "zod";
import type { InboundBody, MediaRef } from "../channel.ts";
import { cleanFileName } from "../file-name.ts";

/** What a message says; a kind that is not known here is told by its name, never dropped. */
export function inboundBodyOf(message: { type: string } & Record<string, unknown>): InboundBody {
  const { type } = message;
  const reader = Object.hasOwn(readers, type) ? readers[type] : undefined;
  return reader?.(message[type]) ?? { kind: "unsupported", providerType: type };
}

type Reader = (part: unknown) => InboundBody | undefined;

const mediaShape = z.object({
  id: z.string().regex(/^[\w-]{1,64}$/), // becomes part of an address
  mime_type: z.string().max(200),
  filename: z.string().optional().catch(undefined),
  caption: z.string().optional().catch(undefined),
  voice: z.boolean().optional().catch(undefined),
});

/** A sticker says thanks; it is no document and is not read by this. */
const media = reader(mediaShape, ({ id, mime_type, filename, caption, voice }) => {
  const fileName = cleanFileName(filename);
  const file: MediaRef = {
    providerRef: id,
    mime: mime_type.split(";")[0]?.trim() || "application/octet-stream",
    ...(fileName === undefined ? {} : { fileName }),
    state: "pending",
  };
  return {
    kind: "media",
    media: [file],
    ...(caption ? { caption } : {}),
    ...(voice ? { voiceNote: true } : {}),
  };
});

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages */
const readers: Readonly<Record<string, Reader>> = {
  text: reader(z.object({ body: z.string() }), ({ body }) => ({ kind: "text", text: body })),

  // The button of a template that we sent.
  button: reader(
    z.object({ payload: z.string().optional(), text: z.string() }),
    ({ payload, text }) => (payload ? choice(payload, text, "button") : { kind: "text", text }),
  ),

  interactive: reader(
    z.object({
      type: z.string(),
      button_reply: z.object({ id: z.string(), title: z.string() }).optional(),
      list_reply: z.object({ id: z.string(), title: z.string() }).optional(),
    }),
    ({ type, button_reply, list_reply }) => {
      if (button_reply) return choice(button_reply.id, button_reply.title, "button");
      if (list_reply) return choice(list_reply.id, list_reply.title, "list");
      return { kind: "unsupported", providerType: `interactive.${type}`.slice(0, 60) };
    },
  ),

  image: media,
  video: media,
  document: media,
  audio: media,

  location: reader(
    z.object({
      latitude: z.number().min(-90).max(90),
      longitude: z.number().min(-180).max(180),
      name: z.string().optional().catch(undefined),
      address: z.string().optional().catch(undefined),
    }),
    ({ latitude: lat, longitude: lng, name, address }) => {
      const label = name || address;
      return { kind: "location", lat, lng, ...(label ? { label } : {}) };
    },
  ),

  // Without a sign it was taken back.
  reaction: reader(
    z.object({ message_id: z.string(), emoji: z.string().optional() }),
    ({ message_id, emoji }) => ({
      kind: "reaction",
      emoji: emoji || null,
      targetProviderId: message_id,
    }),
  ),

  edit: reader(
    z.object({
      original_message_id: z.string(),
      message: z.object({
        type: z.string(),
        text: z.object({ body: z.string() }).optional(),
        image: z.object({ caption: z.string() }).optional().catch(undefined),
        document: z.object({ caption: z.string() }).optional().catch(undefined),
        video: z.object({ caption: z.string() }).optional().catch(undefined),
      }),
    }),
    ({ original_message_id, message: { text, image, document, video } }) => {
      const said = text?.body ?? image?.caption ?? document?.caption ?? video?.caption;
      if (said === undefined) return undefined;
      return { kind: "edit", targetProviderId: original_message_id, text: said };
    },
  ),

  revoke: reader(z.object({ original_message_id: z.string() }), ({ original_message_id }) => ({
    kind: "revoke",
    targetProviderId: original_message_id,
  })),
};

function reader<Part>(
  schema: z.ZodType<Part>,
  bodyOf: (part: Part) => InboundBody | undefined,
): Reader {
  return (part) => {
    const read = schema.safeParse(part);
    return read.success ? bodyOf(read.data) : undefined;
  };
}

function choice(optionId: string, label: string, via: "button" | "list"): InboundBody {
  return { kind: "choice", optionId, ...(label === "" ? {} : { label }), via };
}
