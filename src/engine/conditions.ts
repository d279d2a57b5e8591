import { z } from "zod";
import type { Json } from "./types.ts";

/*
 * Conditions are data: no expression strings, nothing to evaluate, so they can be checked before anyone meets them.
 * Example: `when: { all: [{ eq: [$housing_tenure, rent] }, { gt: [$income_total, $policy.advisory.max_income] }] }`
 */
export type Condition =
  | { eq: [Json, Json] }
  | { ne: [Json, Json] }
  | { gt: [Json, Json] }
  | { lt: [Json, Json] }
  | { in: [Json, Json] }
  | { has: string }
  | { empty: string }
  | { consented: string }
  /** The person has said yes or no to it before. */
  | { decided: string }
  | { listed: "documents" }
  | { missing: "documents" }
  | { draft: boolean }
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition };

const value: z.ZodType<Json> = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.null(),
  z.array(z.string()),
]);
const pair = z.tuple([value, value]);

export const conditionSchema: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.strictObject({ eq: pair }),
    z.strictObject({ ne: pair }),
    z.strictObject({ gt: pair }),
    z.strictObject({ lt: pair }),
    z.strictObject({ in: pair }),
    z.strictObject({ has: z.string() }),
    z.strictObject({ empty: z.string() }),
    z.strictObject({ consented: z.string() }),
    z.strictObject({ decided: z.string() }),
    z.strictObject({ listed: z.literal("documents") }),
    z.strictObject({ missing: z.literal("documents") }),
    z.strictObject({ draft: z.boolean() }),
    z.strictObject({ all: z.array(conditionSchema).min(1) }),
    z.strictObject({ any: z.array(conditionSchema).min(1) }),
    z.strictObject({ not: conditionSchema }),
  ]),
);

/** What a condition may ask about; `look` resolves `$name`, other values stand for themselves. */
export interface Facts {
  look(reference: Json): Json | undefined;
  hasConsent(purpose: string): boolean;
  hasDecided(purpose: string): boolean;
  documents(): { listed: string[]; missing: string[] };
  hasDraft(): boolean;
}

/** Whether a condition holds. A comparison with an unknown or null value does not hold, except `ne` and `not`. */
export function holds(condition: Condition, facts: Facts): boolean {
  if ("eq" in condition) return same(facts.look(condition.eq[0]), facts.look(condition.eq[1]));
  if ("ne" in condition) return !same(facts.look(condition.ne[0]), facts.look(condition.ne[1]));
  if ("gt" in condition) return compare(condition.gt, facts, (a, b) => a > b);
  if ("lt" in condition) return compare(condition.lt, facts, (a, b) => a < b);
  if ("in" in condition) {
    const list = facts.look(condition.in[1]);
    const item = facts.look(condition.in[0]);
    return Array.isArray(list) && item !== undefined && list.includes(item);
  }
  if ("has" in condition) return isPresent(facts.look(`$${condition.has}`));
  if ("empty" in condition) return !isPresent(facts.look(condition.empty));
  if ("consented" in condition) return facts.hasConsent(condition.consented);
  if ("decided" in condition) return facts.hasDecided(condition.decided);
  if ("listed" in condition) return facts.documents().listed.length > 0;
  if ("missing" in condition) return facts.documents().missing.length > 0;
  if ("draft" in condition) return facts.hasDraft() === condition.draft;
  if ("all" in condition) return condition.all.every((each) => holds(each, facts));
  if ("any" in condition) return condition.any.some((each) => holds(each, facts));
  return !holds(condition.not, facts);
}

/** Every `$reference` of a condition, for the lint. */
export function referencesOf(condition: Condition): string[] {
  return Object.entries(condition).flatMap(([key, operand]) => {
    if (key === "has") return [`$${String(operand)}`];
    if (key === "not") return referencesOf(operand as Condition);
    if (key === "all" || key === "any") return (operand as Condition[]).flatMap(referencesOf);
    const values: unknown[] = Array.isArray(operand) ? operand : [operand];
    return values.filter(
      (each): each is string => typeof each === "string" && each.startsWith("$"),
    );
  });
}

function same(a: Json | undefined, b: Json | undefined): boolean {
  return a !== undefined && a === b;
}

function compare(
  operands: [Json, Json],
  facts: Facts,
  test: (a: number, b: number) => boolean,
): boolean {
  const [a, b] = operands.map((each) => facts.look(each));
  return typeof a === "number" && typeof b === "number" && test(a, b);
}

function isPresent(found: Json | undefined): boolean {
  if (found === undefined || found === null) return false;
  return Array.isArray(found) ? found.length > 0 : true;
}
