import { z } from "zod";
import { nearestWord } from "./nearest-word.ts";
import { profileSchema } from "./profile.ts";

export interface ProfileIssue {
  /** Where in the profile: keys and indexes from the top. */
  path: (string | number)[];
  problem: string;
  remedy: string;
}

/** What the schema of the profile found, in words: each fault once, with what to write instead. */
export function explain(issue: z.core.$ZodIssue, data: unknown): ProfileIssue[] {
  const path = issue.path.map((key) => (typeof key === "symbol" ? String(key) : key));
  const found = valueAt(data, path);
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => unknownKey(key, path, data));
  if (issue.code === "invalid_key") {
    const problem = `${quoted(path.at(-1))} may not stand here`;
    return [{ path, problem, remedy: issue.issues[0]?.message ?? "remove it" }];
  }
  if (issue.code === "invalid_union" && issue.errors.length > 0) {
    const meant = meantOf(issue.errors).map((each) => ({ ...each, path: [...path, ...each.path] }));
    return meant.flatMap((each) => explain(each, data));
  }
  const words = wordsOf(issue);
  if (found === undefined)
    return [{ path, problem: "is missing", remedy: `write ${wanted(issue)}` }];
  if (words) {
    const problem = `${quoted(found)} is not one of the words allowed here`;
    return [{ path, problem, remedy: instead(typeof found === "string" ? found : "", words) }];
  }
  if (issue.code === "invalid_type" && !issue.message.startsWith("should")) {
    return [
      {
        path,
        problem: `${quoted(found)} is no ${issue.expected}`,
        remedy: `write ${wanted(issue)}`,
      },
    ];
  }
  return [{ path, problem: `${quoted(found)} is not right`, remedy: issue.message }];
}

/** The words that may stand in a place: of a list, or those that tell one shape from another (`transport`). */
function wordsOf(issue: z.core.$ZodIssue): string[] | undefined {
  if (issue.code === "invalid_value") return issue.values.map(String);
  return "options" in issue ? (issue.options as unknown[]).map(String) : undefined;
}

/** Of several shapes the one that was meant: whose faults lie inside; else the one that is a word. */
function meantOf(shapes: readonly z.core.$ZodIssue[][]): z.core.$ZodIssue[] {
  const isInside = (issues: z.core.$ZodIssue[]) =>
    issues.every(({ code, path }) => path.length > 0 || code === "unrecognized_keys");
  return shapes.find(isInside) ?? shapes[0] ?? [];
}

function unknownKey(key: string, path: (string | number)[], data: unknown): ProfileIssue {
  return {
    path: [...path, key],
    problem: `"${key}" is not known`,
    remedy: instead(key, keysAt(profileSchema, path, data)),
  };
}

function wanted(issue: z.core.$ZodIssue): string {
  const words = wordsOf(issue);
  if (words) return `one of: ${words.join(", ")}`;
  return issue.code === "invalid_type" ? `a ${issue.expected}` : "it";
}

/** The nearest valid word, or all of them. */
export function instead(typed: string, valid: readonly string[]): string {
  const nearest = nearestWord(typed, valid);
  return nearest === undefined ? `use one of: ${valid.join(", ")}` : `did you mean "${nearest}"?`;
}

function quoted(value: unknown): string {
  return JSON.stringify(value) ?? "nothing";
}

/** The keys that may stand at a path, for the nearest valid word. */
function keysAt(schema: z.ZodType, path: readonly (string | number)[], data: unknown): string[] {
  const bare = unwrapped(schema, data);
  const [key, ...rest] = path;
  if (key === undefined) return bare instanceof z.ZodObject ? Object.keys(bare.shape) : [];
  const inner = step(bare, key);
  return inner ? keysAt(inner, rest, valueAt(data, [key])) : [];
}

function step(bare: z.ZodType, key: string | number): z.ZodType | undefined {
  if (bare instanceof z.ZodArray) return bare.element as z.ZodType;
  if (bare instanceof z.ZodRecord) return bare.valueType as z.ZodType;
  if (bare instanceof z.ZodObject && Object.hasOwn(bare.shape, key))
    return bare.shape[key] as z.ZodType;
  return undefined;
}

/** Of a union the shape that the data has: told by its discriminator, or by being a map. */
function unwrapped(schema: z.ZodType, data: unknown): z.ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable)
    return unwrapped(schema.unwrap() as z.ZodType, data);
  if (!(schema instanceof z.ZodUnion)) return schema;
  const shapes = schema.options as z.ZodType[];
  const found =
    shapes.find((shape) => shape instanceof z.ZodObject && isOfShape(shape, data)) ??
    shapes.find((shape) => shape instanceof z.ZodObject);
  return found ?? schema;
}

function isOfShape({ shape }: z.ZodObject, data: unknown): boolean {
  return Object.entries(shape).some(
    ([key, type]) => type instanceof z.ZodLiteral && type.value === valueAt(data, [key]),
  );
}

function valueAt(data: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      value !== null && typeof value === "object" && Object.hasOwn(value, key)
        ? (value as Record<string | number, unknown>)[key]
        : undefined,
    data,
  );
}
