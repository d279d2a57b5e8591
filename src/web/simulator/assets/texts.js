/* The words of the page, given with it. */
const config = JSON.parse(document.getElementById("config").textContent);
export const { language } = config;

/** A text of the page with its variables filled. */
export function text(key, vars = {}) {
  const found = config.texts[`simulator.${key}`] ?? key;
  return found.replaceAll(/\{(\w+)\}/g, (_, name) => vars[name] ?? "");
}

export function hasText(key) {
  return Object.hasOwn(config.texts, `simulator.${key}`);
}

/** The name of something in the data: the first of these keys that has a text without variables, else `fallback`. */
export function nameOf(keys, fallback) {
  const found = keys.map((key) => config.texts[key]).find((each) => each && !each.includes("{"));
  return found ?? fallback;
}
