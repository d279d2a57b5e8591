export type Language = "ar" | "en";
export type Texts = Readonly<Record<string, string>>;
export type Vars = Readonly<Record<string, string | number>>;

/** A text of the locales with its placeholders filled; `count` chooses the plural. An unknown key shows itself. */
export function translate(texts: Texts, language: Language, key: string, vars: Vars = {}): string {
  const text = texts[key] ?? plural(texts, language, key, vars["count"]);
  if (text === undefined) return key;
  return text.replace(/\{([a-z0-9_]+)\}/g, (whole, name: string) => String(vars[name] ?? whole));
}

function plural(
  texts: Texts,
  language: Language,
  key: string,
  count: string | number | undefined,
): string | undefined {
  if (count === undefined) return undefined;
  const rule = rules[language].select(Number(count));
  return texts[`${key}_${rule}`] ?? texts[`${key}_other`];
}

const rules = { ar: new Intl.PluralRules("ar"), en: new Intl.PluralRules("en") };
