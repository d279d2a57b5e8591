import { z } from "zod";
import { refusalOfCode, type Refusal } from "./refusals.ts";

/** A request to send that the Graph API would take; what it does not know it refuses (100). */
export type SendRequest = z.infer<typeof sendRequest>;

export function readSendRequest(value: unknown): SendRequest | Refusal {
  const read = sendRequest.safeParse(value);
  if (!read.success) return refusalOfIssue(read.error.issues[0]);
  const { to, recipient, type } = read.data;
  if (to === undefined && recipient === undefined)
    return refusalOfCode(131008, "Required parameter is missing: to");
  if (read.data[type] === undefined)
    return refusalOfCode(131008, `Required parameter is missing: ${type}`);
  return read.data;
}

/** What the person sees. */
export function shownText(request: SendRequest): string {
  const { text, interactive, template, image, document } = request;
  if (interactive) {
    const { body, action } = interactive;
    const buttons = action.buttons?.map(({ reply }) => reply.title) ?? [];
    const rows = action.sections?.flatMap((each) => each.rows.map(({ title }) => title)) ?? [];
    return [body.text, ...buttons, ...rows].join("\n");
  }
  if (template) {
    const filled = bodyOf(template)?.parameters.map(({ text }) => text);
    return [`[${template.name}]`, ...(filled ?? [])].join(" ");
  }
  return text?.body ?? image?.caption ?? document?.caption ?? "";
}

type SentTemplate = NonNullable<SendRequest["template"]>;

/** The filled places of a template's text. */
export function bodyOf({ components = [] }: SentTemplate) {
  return components.find((each) => each.type === "body");
}

/** The document at a template's head. */
export function headerOf({ components = [] }: SentTemplate) {
  return components.find((each) => each.type === "header")?.parameters[0].document;
}

/** The person it goes to, `to` taking precedence. */
export function personOf({ to = "", recipient = "" }: SendRequest): string {
  return to.replace(/^\+/, "") || recipient;
}

// ---------------------------------------------------------------- the form

const file = { id: z.string(), caption: z.string().max(1024).optional() };

const interactive = z
  .strictObject({
    type: z.enum(["button", "list"]),
    body: z.strictObject({ text: z.string().min(1).max(1024) }),
    action: z.strictObject({
      buttons: z
        .array(
          z.strictObject({
            type: z.literal("reply"),
            reply: z.strictObject({ id: z.string().max(256), title: z.string().min(1).max(20) }),
          }),
        )
        .min(1)
        .max(3)
        .optional(),
      button: z.string().min(1).max(20).optional(),
      sections: z
        .array(
          z.strictObject({
            title: z.string().max(24).optional(),
            rows: z.array(
              z.strictObject({
                id: z.string().max(200),
                title: z.string().min(1).max(24),
                description: z.string().max(72).optional(),
              }),
            ),
          }),
        )
        .optional(),
    }),
  })
  .refine(({ type, action }) => {
    const rows = action.sections?.flatMap((each) => each.rows) ?? [];
    return type === "button"
      ? action.buttons !== undefined
      : action.button !== undefined && rows.length >= 1 && rows.length <= 10;
  });

const sendRequest = z.strictObject({
  messaging_product: z.literal("whatsapp"),
  recipient_type: z.literal("individual").optional(),
  to: z
    .string()
    .regex(/^\+?[1-9]\d{6,14}$/)
    .optional(),
  recipient: z
    .string()
    .regex(/^[A-Z]{2}\.[A-Za-z0-9.]{1,128}$/)
    .optional(),
  type: z.enum(["text", "interactive", "template", "image", "document", "audio"]).default("text"),
  text: z
    .strictObject({ body: z.string().min(1).max(4096), preview_url: z.boolean().optional() })
    .optional(),
  interactive: interactive.optional(),
  template: z
    .strictObject({
      name: z.string().min(1),
      language: z.strictObject({ code: z.string() }),
      components: z
        .array(
          z.discriminatedUnion("type", [
            z.strictObject({
              type: z.literal("header"),
              parameters: z.tuple([
                z.strictObject({
                  type: z.literal("document"),
                  document: z.strictObject({ id: z.string(), filename: z.string().optional() }),
                }),
              ]),
            }),
            z.strictObject({
              type: z.literal("body"),
              parameters: z.array(
                z.strictObject({
                  type: z.literal("text"),
                  // 132012 in real life: no line break, no tab, no more than four spaces
                  text: z
                    .string()
                    .min(1)
                    .regex(/^(?!.*[\n\t])(?!.* {5})/s),
                }),
              ),
            }),
          ]),
        )
        .optional(),
    })
    .optional(),
  image: z.strictObject(file).optional(),
  document: z.strictObject({ ...file, filename: z.string().optional() }).optional(),
  audio: z.strictObject({ id: z.string() }).optional(),
  biz_opaque_callback_data: z.string().max(512).optional(),
});

function refusalOfIssue(issue: z.core.$ZodIssue | undefined): Refusal {
  const field = issue?.path.join(".") || "the body";
  if (issue?.code === "unrecognized_keys")
    return refusalOfCode(100, `Unexpected key ${issue.keys.join(", ")} on ${field}`);
  const isLongText = field === "text.body" && issue?.code === "too_big";
  return isLongText
    ? refusalOfCode(100, "Param text['body'] must be at most 4096 characters long.")
    : refusalOfCode(131009, `Parameter value is not valid: ${field}`);
}
