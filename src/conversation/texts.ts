import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { createInstance } from "i18next";
import { AppError } from "../errors.ts";

export type Language = "ar" | "en";
/** What decides the variant of a text: the kind of channel, and whether it can be answered. */
export interface TextChannel {
  kind: "web" | "sms" | "whatsapp" | "console";
  twoWay: boolean;
}

/**
 * The one source of texts and plurals (i18next). Keys are flat; a variant is a suffix of its key (`.sms`, `.sms-out`,
 * `.web`, `.wa`). Arabic is the master: a missing English text falls back to it.
 */
export interface Texts {
  /** The text as it stands in the file, without its variables filled; undefined when there is none. */
  plain(key: string, language: Language): string | undefined;
  /** The text for a channel with its variables filled. Throws for an unknown key: the lint keeps that from happening. */
  fill(
    key: string,
    vars: Record<string, string | number>,
    language: Language,
    channel: TextChannel,
  ): string;
  /** Placeholders that any variant of the text uses. */
  placeholders(key: string): readonly string[];
  /** The key of the variant that this channel gets; undefined when the text does not exist for it. */
  variant(key: string, language: Language, channel: TextChannel): string | undefined;
  keys(language: Language): readonly string[];
}

const PLACEHOLDER = /\{([a-z0-9_]+)\}/gi;
const PLURALS = ["_zero", "_one", "_two", "_few", "_many", "_other"];

export function createTexts(localesDir: string): Texts {
  const texts: Record<Language, Map<string, string>> = {
    ar: load(localesDir, "ar"),
    en: load(localesDir, "en"),
  };
  const i18n = createInstance();
  void i18n.init({
    lng: "ar",
    fallbackLng: "ar",
    keySeparator: false,
    nsSeparator: false,
    initAsync: false,
    interpolation: { prefix: "{", suffix: "}", escapeValue: false },
    resources: {
      ar: { translation: Object.fromEntries(texts.ar) },
      en: { translation: Object.fromEntries(texts.en) },
    },
  });
  const translators = { ar: i18n.getFixedT("ar"), en: i18n.getFixedT("en") };
  const placeholders = placeholdersByKey(texts.ar);

  const plain = (key: string, language: Language) => texts[language].get(key) ?? texts.ar.get(key);
  const has = (key: string, language: Language) =>
    plain(key, language) !== undefined || texts.ar.has(`${key}_other`);
  const variant = (key: string, language: Language, channel: TextChannel) =>
    variantsFor(channel)
      .map((suffix) => key + suffix)
      .find((each) => has(each, language));

  return {
    plain,
    placeholders: (key) => placeholders.get(key) ?? [],
    variant,
    keys: (language) => [...texts[language].keys()],
    fill(key, vars, language, channel) {
      const found = variant(key, language, channel);
      if (found === undefined) throw new Error(`there is no text "${key}"`);
      return translators[language](found, vars);
    },
  };
}

function variantsFor({ kind, twoWay }: TextChannel): string[] {
  if (kind === "sms") return twoWay ? [".sms", ""] : [".sms-out", ".sms", ""];
  return kind === "web" ? [".web", ""] : kind === "whatsapp" ? [".wa", ""] : [""];
}

function load(localesDir: string, language: Language): Map<string, string> {
  const folder = path.join(localesDir, language);
  const texts = new Map<string, string>();
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".json"))) {
    for (const [key, text] of Object.entries(parse(path.join(folder, file)))) {
      if (typeof text !== "string")
        throw new AppError("locale.invalid", {
          detail: `${language}/${file}: "${key}" is not a text`,
        });
      if (texts.has(key))
        throw new AppError("locale.invalid", {
          detail: `${language}/${file}: "${key}" exists twice`,
        });
      texts.set(key, text);
    }
  }
  return texts;
}

function parse(file: string): Record<string, unknown> {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
  } catch (error) {
    throw new AppError("locale.invalid", {
      detail: `${file}: ${error instanceof Error ? error.message : "not readable"}`,
      cause: error,
    });
  }
}

function placeholdersByKey(texts: Map<string, string>): Map<string, string[]> {
  const found = new Map<string, Set<string>>();
  for (const [key, text] of texts) {
    const base = baseKey(key);
    const names = found.get(base) ?? new Set<string>();
    for (const [, name] of text.matchAll(PLACEHOLDER)) if (name !== undefined) names.add(name);
    found.set(base, names);
  }
  return new Map([...found].map(([key, names]) => [key, [...names]]));
}

/** A key without the suffixes of its variants and plurals. */
function baseKey(key: string): string {
  const plural = PLURALS.find((suffix) => key.endsWith(suffix));
  return (plural ? key.slice(0, -plural.length) : key).replace(/\.(sms|sms-out|web|wa)$/, "");
}
