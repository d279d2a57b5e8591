import { z } from "zod";
import { toHijri } from "../language/calendar.ts";
import { nearestWord } from "./nearest-word.ts";
import { profileSchema, type Profile } from "./profile.ts";

export interface ProfileIssue {
  /** Where in the profile: keys and indexes from the top. */
  path: (string | number)[];
  problem: string;
  remedy: string;
}

/** A merged profile, checked against its schema and against itself. Every issue is told at once, with what to write instead. */
export function checkProfile(data: unknown): { profile: Profile } | { issues: ProfileIssue[] } {
  const parsed = profileSchema.safeParse(data);
  if (!parsed.success)
    return { issues: parsed.error.issues.flatMap((issue) => explain(issue, data)) };
  const issues = contradictions.flatMap((check) => check(parsed.data));
  return issues.length > 0 ? { issues } : { profile: parsed.data };
}

// ---------------------------------------------------------------- what the schema found, in words

function explain(issue: z.core.$ZodIssue, data: unknown): ProfileIssue[] {
  const path = issue.path.map((key) => (typeof key === "symbol" ? String(key) : key));
  const found = valueAt(data, path);
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => unknownKey(key, path));
  if (found === undefined)
    return [{ path, problem: "is missing", remedy: `write ${wanted(issue)}` }];
  if (issue.code === "invalid_value") {
    const problem = `${quoted(found)} is not one of the words allowed here`;
    return [
      {
        path,
        problem,
        remedy: instead(typeof found === "string" ? found : "", issue.values.map(String)),
      },
    ];
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

function unknownKey(key: string, path: (string | number)[]): ProfileIssue {
  return {
    path: [...path, key],
    problem: `"${key}" is not known`,
    remedy: instead(key, keysAt(profileSchema, path)),
  };
}

function wanted(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_value") return `one of: ${issue.values.map(String).join(", ")}`;
  return issue.code === "invalid_type" ? `a ${issue.expected}` : "it";
}

function instead(typed: string, valid: readonly string[]): string {
  const nearest = nearestWord(typed, valid);
  return nearest === undefined ? `use one of: ${valid.join(", ")}` : `did you mean "${nearest}"?`;
}

function quoted(value: unknown): string {
  return JSON.stringify(value) ?? "nothing";
}

/** The keys that may stand at a path, for the nearest valid word. */
function keysAt(schema: z.ZodType, path: readonly (string | number)[]): string[] {
  const here = path.reduce<z.ZodType | undefined>(
    (inner, key) => inner && step(inner, key),
    schema,
  );
  const bare = here && unwrapped(here);
  return bare instanceof z.ZodObject ? Object.keys(bare.shape) : [];
}

function step(schema: z.ZodType, key: string | number): z.ZodType | undefined {
  const bare = unwrapped(schema);
  if (bare instanceof z.ZodArray) return bare.element as z.ZodType;
  if (bare instanceof z.ZodRecord) return bare.valueType as z.ZodType;
  if (bare instanceof z.ZodObject && Object.hasOwn(bare.shape, key))
    return bare.shape[key] as z.ZodType;
  return undefined;
}

function unwrapped(schema: z.ZodType): z.ZodType {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodNullable
    ? unwrapped(schema.unwrap() as z.ZodType)
    : schema;
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

// ---------------------------------------------------------------- what does not fit together

const contradictions: ((profile: Profile) => ProfileIssue[])[] = [
  ({ services }) =>
    twice(
      ["services"],
      services.map(({ id }) => id),
    ),
  ({ faq }) => twice(["faq"], faq),
  ({ knowledge }) => twice(["knowledge"], knowledge),
  ({ services, sensitive_services }) =>
    subset(
      ["sensitive_services"],
      sensitive_services,
      services.map(({ id }) => id),
      "a service",
    ),
  ({ faq, knowledge }) => subset(["faq"], faq, knowledge, "a question of knowledge"),
  ({ hotlines }) =>
    Object.keys(hotlines.list).flatMap((number) =>
      Object.hasOwn(hotlines.verified, number)
        ? []
        : [
            {
              path: ["hotlines", "list", number],
              problem: "nobody has verified this number",
              remedy: "call it, then add it under hotlines.verified with on and by",
            },
          ],
    ),
  ({ objection, committee }) =>
    objection.body === committee
      ? [
          {
            path: ["objection", "body"],
            problem: "the body that decides cannot hear the objection",
            remedy: "name another body",
          },
        ]
      : [],
  ({ decision }) =>
    decision.max_days !== null && decision.max_days < decision.min_days
      ? [
          {
            path: ["decision", "max_days"],
            problem: "is less than min_days",
            remedy: "raise it, or write null to promise nothing",
          },
        ]
      : [],
  ({ approval }) => datePair(approval),
];

function twice(path: string[], ids: readonly string[]): ProfileIssue[] {
  return ids.flatMap((id, index) =>
    ids.indexOf(id) < index
      ? [{ path: [...path, index], problem: `"${id}" stands here twice`, remedy: "remove one" }]
      : [],
  );
}

function subset(
  path: string[],
  ids: readonly string[],
  of: readonly string[],
  what: string,
): ProfileIssue[] {
  return ids.flatMap((id, index) =>
    of.includes(id)
      ? []
      : [
          {
            path: [...path, index],
            problem: `"${id}" is not ${what} of this association`,
            remedy: instead(id, of),
          },
        ],
  );
}

/** Both calendars of an approval name the same day; a printed pair that does not is kept as printed, with a warning. */
function datePair({
  hijri,
  gregorian,
  gregorian_computed,
  warnings,
}: Profile["approval"]): ProfileIssue[] {
  if (hijri === null || gregorian === null || toHijri(gregorian) === hijri) return [];
  const isToldOf =
    warnings.includes("date_pair_mismatch") &&
    gregorian_computed !== undefined &&
    toHijri(gregorian_computed) === hijri;
  return isToldOf
    ? []
    : [
        {
          path: ["approval", "gregorian"],
          problem: `is not ${hijri}, it is ${toHijri(gregorian)}`,
          remedy: "mend it, or add the warning date_pair_mismatch and gregorian_computed",
        },
      ];
}
