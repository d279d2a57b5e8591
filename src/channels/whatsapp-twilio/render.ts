import type { Choice, Outbound } from "../channel.ts";
import { numberedText, offered } from "../whatsapp.ts";
import {
  MAX_BODY_CHARS,
  MAX_BUTTON_CHARS,
  MAX_BUTTONS,
  MAX_ID_CHARS,
  MAX_ITEM_CHARS,
  MAX_ITEMS,
  MAX_VARIABLE_CHARS,
  type TwilioWhatsappOptions,
} from "./options.ts";

export interface RenderedWhatsapp {
  /** All that is shown, labels of buttons included. */
  text: string;
  /** Set when the options are real buttons or a list. */
  choices?: { sid: string; variables: Record<string, string> };
  warnings: string[];
}

/** Buttons where a content template for so many options was prepared and everything fits; else numbered lines. Pure. */
export function renderWhatsapp(
  { body }: Outbound,
  content: TwilioWhatsappOptions["content"],
): RenderedWhatsapp {
  if (body.kind === "choices" && !body.numbered) {
    const options = offered(body.options);
    const sid = content?.choices?.[options.length];
    if (sid !== undefined && fits(body.text, options)) {
      const text = [body.text, ...options.map(({ label }) => label)].join("\n");
      return { text, choices: { sid, variables: variablesOf(body.text, options) }, warnings: [] };
    }
  }
  const text = numberedText(body);
  const isTooLong = text.length > MAX_BODY_CHARS;
  const warnings = isTooLong ? [`${text.length} characters, the limit is ${MAX_BODY_CHARS}`] : [];
  return { text, warnings };
}

function fits(question: string, options: readonly Choice[]): boolean {
  const longest = options.length <= MAX_BUTTONS ? MAX_BUTTON_CHARS : MAX_ITEM_CHARS;
  return (
    question.length <= MAX_VARIABLE_CHARS &&
    options.length <= MAX_ITEMS &&
    options.every(({ id, label }) => label.length <= longest && id.length <= MAX_ID_CHARS)
  );
}

function variablesOf(question: string, options: readonly Choice[]): Record<string, string> {
  const values = [question, ...options.flatMap(({ id, label }) => [label, id])];
  return Object.fromEntries(values.map((value, index) => [String(index + 1), value]));
}
