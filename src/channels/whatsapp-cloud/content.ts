import type { Outbound } from "../channel.ts";
import { digitsOf, parametersOf, templateFor } from "../whatsapp.ts";
import type { WhatsappCloudOptions } from "./options.ts";

/** A message in the words of the Graph API (`POST /<phone number id>/messages`), without its recipient. */
export type Content =
  | { type: "text"; text: { body: string; preview_url: false } }
  | { type: "interactive"; interactive: Interactive }
  | { type: "template"; template: TemplateContent }
  | { type: "image"; image: { id: string; caption?: string } }
  | { type: "document"; document: { id: string; filename: string; caption?: string } }
  | { type: "audio"; audio: { id: string } };

type Interactive =
  | {
      type: "button";
      body: { text: string };
      action: { buttons: { type: "reply"; reply: { id: string; title: string } }[] };
    }
  | {
      type: "list";
      body: { text: string };
      action: { button: string; sections: { rows: Row[] }[] };
    };

export interface Row {
  id: string;
  title: string;
  /** All of a label that is too long for a title. */
  description?: string;
}

interface TemplateContent {
  name: string;
  language: { code: string };
  components?: (
    | { type: "header"; parameters: [{ type: "document"; document: DocumentOf }] }
    | { type: "body"; parameters: { type: "text"; text: string }[] }
  )[];
}

interface DocumentOf {
  id: string;
  filename: string;
}

/** `to` is a number; an id of a person goes by a field of its own. Our own id comes back with every report. */
export function requestOf({ id, to }: Outbound, content: Content) {
  const digits = digitsOf(to.value);
  return {
    messaging_product: "whatsapp",
    recipient_type: "individual",
    ...(digits === undefined ? { recipient: to.value } : { to: digits }),
    ...content,
    biz_opaque_callback_data: id.slice(0, MAX_CALLBACK_CHARS),
  };
}

const MAX_CALLBACK_CHARS = 512;
const MAX_PARAMETER_CHARS = 1024;

/**
 * What may go after the 24 hours; undefined when no template serves this message. A document goes at the head of one that
 * has a place for it, under the id that it was given at Meta (`fileId`).
 */
export function templateContent(
  { templates }: Pick<WhatsappCloudOptions, "templates">,
  { key, body }: Outbound,
  fileId = "",
): Content | undefined {
  const template = templateFor(templates, key);
  const brings = body.kind === "media" ? body.as : undefined;
  if (!template || template.header !== brings) return undefined;
  const values = parametersOf(body, template.parameters, MAX_PARAMETER_CHARS);
  if (!values) return undefined;
  const file = body.kind === "media" ? [{ id: fileId, filename: body.fileName }] : [];
  const components: NonNullable<TemplateContent["components"]> = [
    ...file.map((document) => headerOf(document)),
    ...(values.length === 0
      ? []
      : [
          {
            type: "body" as const,
            parameters: values.map((text) => ({ type: "text", text }) as const),
          },
        ]),
  ];
  const { name, language } = template;
  return {
    type: "template",
    template: {
      name,
      language: { code: language },
      ...(components.length === 0 ? {} : { components }),
    },
  };
}

function headerOf(document: DocumentOf) {
  return {
    type: "header" as const,
    parameters: [{ type: "document" as const, document }] as [
      { type: "document"; document: DocumentOf },
    ],
  };
}

export function fileContent(
  body: Extract<Outbound["body"], { kind: "media" }>,
  id: string,
): Content {
  const caption = body.caption ? { caption: body.caption } : {};
  switch (body.as) {
    case "image":
      return { type: "image", image: { id, ...caption } };
    case "document":
      return { type: "document", document: { id, filename: body.fileName, ...caption } };
    case "audio":
      return { type: "audio", audio: { id } };
  }
}
