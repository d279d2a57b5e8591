import type { OutboundBody } from "../channels/channel.ts";
import type { EffectOf, Json, Option, Var, Vars } from "../engine/types.ts";
import { isolateLtr } from "../language/isolate.ts";
import { letterToldBy } from "./letter-link.ts";
import { profileVars } from "./profile-vars.ts";
import type { Language, TextChannel } from "./texts.ts";
import { associationOf, type World } from "./world.ts";
import type { AssociationId } from "./ports.ts";

interface Rendering {
  world: World;
  association: AssociationId;
  language: Language;
  channel: TextChannel;
  isolates: boolean;
  /** Variables of the message: texts within it may use them too. */
  vars: Vars;
  /** Its link leads to a letter. */
  hasLetter: boolean;
  /** Set while rendering: the text holds a link or a code. */
  secret: boolean;
}

/** The message as it will be sent and stored: text in the person's language, options with their labels, link and code resolved. */
export function renderMessage(
  world: World,
  association: AssociationId,
  effect: EffectOf<"send">,
  target: { language: Language; channel: TextChannel; isolates: boolean },
): { body: OutboundBody; secret: boolean } {
  const rendering: Rendering = {
    world,
    association,
    ...target,
    vars: withResumeLink(effect, target.channel),
    hasLetter: letterToldBy(effect) !== undefined,
    secret: false,
  };
  const raw = textOf(rendering, effect);
  const text = target.isolates ? isolateLtr(raw) : raw;
  const url = effect.form === undefined ? undefined : formUrl(rendering, effect.form);
  return { body: bodyOf(rendering, effect, text, url), secret: rendering.secret };
}

function withResumeLink(effect: EffectOf<"send">, channel: TextChannel): Vars {
  if (channel.twoWay || effect.purpose !== "notification") return effect.vars;
  return { ...effect.vars, secure_url: { $resume: `${effect.id}.resume` } };
}

function bodyOf(
  rendering: Rendering,
  effect: EffectOf<"send">,
  text: string,
  url: string | undefined,
): OutboundBody {
  if (url !== undefined && rendering.channel.kind === "web") return { kind: "form", text, url };
  // Where no file can go it becomes a link when it leaves (file-link.ts).
  if (effect.attachment)
    return { kind: "media", ...effect.attachment, caption: text, as: "document" };
  const options = effect.options ?? [];
  if (options.length === 0) return { kind: "text", text };
  const shown = options.map(({ id, number, ...label }) => ({
    id,
    number,
    label: labelOf(rendering, label),
  }));
  // A hand-set SMS text has its own digits; a review shows its numbers in the summary.
  const numbered =
    rendering.channel.kind === "sms"
      ? isHandSet(rendering, effect.wording ?? effect.key)
      : "items" in effect.vars;
  return { kind: "choices", text, options: shown, numbered };
}

function isHandSet(rendering: Rendering, key: string): boolean {
  return (
    rendering.world.texts.variant(key, rendering.language, rendering.channel)?.endsWith(".sms") ??
    false
  );
}

function textOf(rendering: Rendering, effect: EffectOf<"send">): string {
  const options = (effect.options ?? []).filter((option) => option.number >= 0);
  const line = options
    .map(({ number, ...label }) => `${number} ${labelOf(rendering, label)}`)
    .join(" ");
  return fill(rendering, effect.wording ?? effect.key, { ...rendering.vars, options: line });
}

function fill(rendering: Rendering, key: string, vars: Vars): string {
  const { world, association, language, channel } = rendering;
  const values: Record<string, string | number> = {};
  const known = profileVars(
    associationOf(world, association),
    world.texts,
    language,
    channel,
    world.publicUrl,
  );
  for (const name of world.texts.placeholders(key)) {
    const value = Object.hasOwn(vars, name) ? vars[name] : undefined;
    values[name] = value === undefined ? (known(name) ?? "") : valueOf(rendering, name, value);
  }
  if (typeof vars["count"] === "number") values["count"] = vars["count"];
  return world.texts
    .fill(key, values, language, channel)
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

function valueOf(rendering: Rendering, name: string, value: Var): string | number {
  if (name === "items") return itemLines(rendering, value);
  if (Array.isArray(value)) return listOf(rendering, name, value);
  if (value === null) return "";
  if (typeof value === "object") return referenceOf(rendering, value);
  const text = typeof value === "boolean" ? "" : String(value);
  return isNumeral(name, value) ? localDigits(rendering, text) : text;
}

function referenceOf(rendering: Rendering, value: object): string {
  const { world } = rendering;
  if ("$text" in value && typeof value.$text === "string") {
    return world.texts.variant(value.$text, rendering.language, rendering.channel) === undefined
      ? ""
      : fill(
          rendering,
          value.$text,
          "count" in value ? { ...rendering.vars, count: value.count as number } : rendering.vars,
        );
  }
  if ("$form" in value && typeof value.$form === "string") return formUrl(rendering, value.$form);
  if ("$resume" in value && typeof value.$resume === "string") {
    rendering.secret = true;
    const token = world.tokens.formToken(value.$resume);
    return rendering.hasLetter
      ? `${world.publicUrl}/letter/${token}`
      : `${world.publicUrl}/chat/${rendering.association}-web#resume=${token}`;
  }
  if ("$code" in value && typeof value.$code === "string") {
    rendering.secret = true;
    return world.tokens.code(value.$code, 4);
  }
  return "";
}

function formUrl(rendering: Rendering, form: string): string {
  rendering.secret = true;
  return `${rendering.world.publicUrl}/form/${rendering.world.tokens.formToken(form)}`;
}

/** `*_numbered` are lines of their own, other lists one after another. Items that are text keys become their labels. */
function listOf(rendering: Rendering, name: string, list: Json[]): string {
  const labels = list.map((item) =>
    typeof item === "string"
      ? labelOf(rendering, { labelKey: item })
      : valueOf(rendering, "", item as Var),
  );
  if (name.endsWith("_numbered"))
    return labels.map((label, index) => `${index + 1}- ${label}`).join("\n");
  return labels.join("، ");
}

function itemLines(rendering: Rendering, items: Var): string {
  const lines = (Array.isArray(items) ? items : []).map((item) => {
    const { number, label, values } = item as { number: number; label: string; values: Var[] };
    const shown = values
      .map((value) => valueOf(rendering, "", value))
      .filter((each) => each !== "");
    return rendering.channel.kind === "sms"
      ? `${number} ${labelOf(rendering, { labelKey: label })}`
      : `${number}) ${labelOf(rendering, { labelKey: label })}: ${shown.join(" - ")}`;
  });
  return lines.join(rendering.channel.kind === "sms" ? " " : "\n");
}

function labelOf(
  rendering: Rendering,
  { labelKey, label }: Pick<Option, "labelKey" | "label">,
): string {
  if (labelKey === undefined) return label ?? "";
  const { texts } = rendering.world;
  return texts.variant(labelKey, rendering.language, rendering.channel) === undefined
    ? labelKey
    : fill(rendering, labelKey, {});
}

/** Counts and dates follow the association's digits; case numbers, telephone numbers and links stay as they are. */
function isNumeral(name: string, value: Var): boolean {
  return typeof value === "number" || name.endsWith("_h") || name.endsWith("_g");
}

const ARABIC_ZERO = 0x0660;

function localDigits(rendering: Rendering, text: string): string {
  const { profile } = associationOf(rendering.world, rendering.association);
  if (
    profile.numerals !== "arab" ||
    rendering.language !== "ar" ||
    rendering.channel.kind === "sms"
  )
    return text;
  return text.replace(/\d/g, (digit) => String.fromCharCode(ARABIC_ZERO + Number(digit)));
}
