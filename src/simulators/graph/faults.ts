import { z } from "zod";
import { createPlan } from "../planned-faults.ts";

/**
 * What goes wrong with the next messages, one kind each:
 * - `refuse`: the API answers with this code and keeps nothing
 * - `lost`: the API answers 500, never, or cuts the line; `stored` says whether the message exists all the same
 * - `undelivered`: taken, then reported as failed with this code
 * - `receipts`: reports come reversed, each twice, not at all, before the API has answered, or all in one call
 * - `media`: a file is gone, comes never, is larger than was told, or is said to lie at a stranger's address
 */
const fault = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("refuse"),
    code: z.number().int(),
    retryAfterSeconds: z.number().positive().optional(),
  }),
  z.strictObject({
    kind: z.literal("lost"),
    how: z.enum(["500", "hang", "cut"]),
    stored: z.boolean(),
  }),
  z.strictObject({ kind: z.literal("undelivered"), code: z.number().int().default(131026) }),
  z.strictObject({
    kind: z.literal("receipts"),
    how: z.enum(["reversed", "twice", "none", "early", "together"]),
  }),
  z.strictObject({
    kind: z.literal("media"),
    how: z.enum(["gone", "hang", "larger", "elsewhere"]),
  }),
]);

export const plannedFault = z.strictObject({
  fault,
  /** Only messages to this number or id, or files of this id; all when absent. */
  to: z.string().optional(),
  times: z.number().int().positive().default(1),
});
export type PlannedFault = z.input<typeof plannedFault>;

export function createFaults() {
  const plan = createPlan<z.infer<typeof fault>>();
  return { ...plan, plan: (wanted: PlannedFault) => plan.add(plannedFault.parse(wanted)) };
}
