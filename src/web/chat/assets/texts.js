/**
 * The words of the page in the language of the conversation. Elements name their text (`data-text`) and their label
 * (`data-label`), so that a change of language rewrites them in place.
 */
export function createTexts(all, first) {
  let language = first;
  const listeners = new Set();
  const text = (key, vars = {}) =>
    (all[language][key] ?? all.ar[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) =>
      name in vars ? String(vars[name]) : whole,
    );

  return {
    text,
    language: () => language,
    onChange: (hear) => listeners.add(hear),
    /** An element whose text follows the language. */
    put(element, key) {
      element.dataset.text = key;
      element.textContent = text(key);
      return element;
    },
    label(element, key) {
      element.dataset.label = key;
      element.setAttribute("aria-label", text(key));
      return element;
    },
    speak(next) {
      if (next === language) return;
      language = next;
      document.documentElement.lang = next;
      document.documentElement.dir = next === "ar" ? "rtl" : "ltr";
      for (const each of document.querySelectorAll("[data-text]"))
        each.textContent = text(each.dataset.text);
      for (const each of document.querySelectorAll("[data-label]"))
        each.setAttribute("aria-label", text(each.dataset.label));
      for (const each of document.querySelectorAll("[data-hint]"))
        each.setAttribute("placeholder", text(each.dataset.hint));
      for (const hear of listeners) hear(next);
    },
  };
}

const ENOUGH_LETTERS = 12; // "OK" or a case number inside an Arabic conversation changes nothing

/** The language that a message of the association is written in, where it is plain. */
export function languageOf(message) {
  if (/\p{Script=Arabic}/u.test(message)) return "ar";
  const letters = message.replace(/https?:\/\/\S+/g, "").match(/[a-z]/gi);
  return letters && letters.length >= ENOUGH_LETTERS ? "en" : undefined;
}
