import type { Choice, Outbound } from "../channel.ts";
import { numberedText, offered } from "../whatsapp.ts";
import type { Content, Row } from "./content.ts";
import {
  MAX_BUTTON_CHARS,
  MAX_BUTTONS,
  MAX_DESCRIPTION_CHARS,
  MAX_ID_CHARS,
  MAX_INTERACTIVE_CHARS,
  MAX_ROW_CHARS,
  MAX_ROWS,
  MAX_TEXT_CHARS,
  type WhatsappCloudOptions,
} from "./options.ts";

export interface RenderedCloud {
  /** All that is shown, labels of buttons included. */
  text: string;
  content: Content;
  warnings: string[];
}

/** Buttons to 3 options, a list to 10, numbered lines beyond or where a label fits neither. Pure. */
export function renderCloud(
  { body }: Outbound,
  listButton: WhatsappCloudOptions["listButton"],
): RenderedCloud {
  if (body.kind === "choices" && !body.numbered) {
    const options = offered(body.options);
    const content = buttonsOf(body.text, options) ?? listOf(body.text, options, listButton);
    const text = [body.text, ...options.map(({ label }) => label)].join("\n");
    if (content) return { text, content, warnings: [] };
  }
  const text = numberedText(body);
  const isTooLong = text.length > MAX_TEXT_CHARS;
  const warnings = isTooLong ? [`${text.length} characters, the limit is ${MAX_TEXT_CHARS}`] : [];
  return { text, content: { type: "text", text: { body: text, preview_url: false } }, warnings };
}

function buttonsOf(text: string, options: readonly Choice[]): Content | undefined {
  if (!fits(text, options, { count: MAX_BUTTONS, chars: MAX_BUTTON_CHARS })) return undefined;
  const buttons = options.map(({ id, label }) => ({
    type: "reply" as const,
    reply: { id, title: label },
  }));
  const interactive = { type: "button", body: { text }, action: { buttons } } as const;
  return { type: "interactive", interactive };
}

function listOf(
  text: string,
  options: readonly Choice[],
  listButton: WhatsappCloudOptions["listButton"],
): Content | undefined {
  if (!listButton || !fits(text, options, { count: MAX_ROWS, chars: MAX_DESCRIPTION_CHARS }))
    return undefined;
  const rows = options.flatMap((option) => rowOf(option) ?? []);
  const areTold = new Set(rows.map(({ title }) => title)).size === options.length;
  if (!areTold) return undefined;
  const button = /\p{Script=Arabic}/u.test(text) ? listButton.ar : listButton.en;
  const action = { button, sections: [{ rows }] };
  return { type: "interactive", interactive: { type: "list", body: { text }, action } };
}

/** A label that is too long for a title begins there, and stands below it in full; a single long word does not fit. */
function rowOf({ id, label }: Choice): Row | undefined {
  if (label.length <= MAX_ROW_CHARS) return { id, title: label };
  const beginning = label.slice(0, MAX_ROW_CHARS).replace(/\s+\S*$/, "");
  const isCut = beginning.length < MAX_ROW_CHARS;
  return isCut ? { id, title: `${beginning}…`, description: label } : undefined;
}

function fits(
  text: string,
  options: readonly Choice[],
  most: { count: number; chars: number },
): boolean {
  const ids = new Set(options.map(({ id }) => id));
  const labels = new Set(options.map(({ label }) => label)); // WhatsApp refuses two equal ones
  return (
    text !== "" &&
    text.length <= MAX_INTERACTIVE_CHARS &&
    options.length > 0 &&
    options.length <= most.count &&
    ids.size === options.length &&
    labels.size === options.length &&
    options.every(({ id, label }) => id.length <= MAX_ID_CHARS && label.length <= most.chars)
  );
}
