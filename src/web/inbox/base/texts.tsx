import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from "react";
import { Direction } from "radix-ui";
import { formatter, type Format } from "./format.ts";
import { usePreferences } from "./preferences.ts";
import { translate, type Language, type Texts, type Vars } from "./translate.ts";

interface Words {
  language: Language;
  t: (key: string, vars?: Vars) => string;
  has: (key: string) => boolean;
  format: Format;
}
const Context = createContext<Words | undefined>(undefined);

/** The words of the chosen language; the document's language and direction follow them. */
export function WordsProvider({ first, children }: { first: Loaded; children: ReactNode }) {
  const { language, digits } = usePreferences();
  const [loaded, setLoaded] = useState(first);
  useEffect(() => {
    if (loaded.language !== language) void loadTexts(language).then(setLoaded);
  }, [language, loaded.language]);

  const words = useMemo<Words>(
    () => ({
      language: loaded.language,
      t: (key, vars) => translate(loaded.texts, loaded.language, key, vars),
      has: (key) => Object.hasOwn(loaded.texts, key),
      format: formatter(loaded.language, digits),
    }),
    [loaded, digits],
  );
  const dir = words.language === "ar" ? "rtl" : "ltr";
  useEffect(() => {
    document.documentElement.lang = words.language;
    document.documentElement.dir = dir;
  }, [words.language, dir]);

  return (
    <Context.Provider value={words}>
      <Direction.Provider dir={dir}>{children}</Direction.Provider>
    </Context.Provider>
  );
}

export function useWords(): Words {
  const words = useContext(Context);
  if (!words) throw new Error("words are used outside of their provider");
  return words;
}

export interface Loaded {
  language: Language;
  texts: Texts;
}

export async function loadTexts(language: Language): Promise<Loaded> {
  const answer = await fetch(`/inbox/texts/${language}`);
  return { language, texts: (await answer.json()) as Texts };
}
