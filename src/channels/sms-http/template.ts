import { PLACE } from "../../sms-gateway.ts";

/** What stands in braces, by name. */
export type Values = Readonly<Record<string, string | boolean>>;

/** Fills `{name}` in one pass: a text that holds braces itself is not filled again. */
export function fill(
  template: string,
  values: Values,
  encode: (value: string) => string = (value) => value,
): string {
  return template.replace(PLACE, (_, name: string) => encode(String(valueOf(name, values))));
}

/** The same through all of a JSON value; a place that stands alone keeps its type. */
export function fillJson(template: unknown, values: Values): unknown {
  if (typeof template === "string") {
    const alone = /^\{(\w+)\}$/.exec(template)?.[1];
    return alone === undefined ? fill(template, values) : valueOf(alone, values);
  }
  if (Array.isArray(template)) return template.map((each) => fillJson(each, values));
  if (typeof template !== "object" || template === null) return template;
  const entries = Object.entries(template).map(([name, each]) => [name, fillJson(each, values)]);
  return Object.fromEntries(entries);
}

function valueOf(name: string, values: Values): string | boolean {
  if (!Object.hasOwn(values, name)) throw new Error(`nothing fills {${name}}`);
  return values[name] ?? "";
}
