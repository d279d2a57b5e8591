import { z } from "zod";
import { createPlan } from "../planned-faults.ts";

/**
 * What goes wrong with the next messages, one kind each:
 * - `refuse`: the API answers with this Twilio code and keeps nothing
 * - `lost`: the API answers 500, never, or cuts the line; `stored` says whether the message exists all the same
 * - `undelivered`: sent, then reported as undelivered with this code
 * - `receipts`: reports come reversed, each twice, not at all, or before the API has answered
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
  z.strictObject({ kind: z.literal("undelivered"), code: z.number().int().default(30003) }),
  z.strictObject({
    kind: z.literal("receipts"),
    how: z.enum(["reversed", "twice", "none", "early"]),
  }),
]);

export const plannedFault = z.strictObject({
  fault,
  /** Only messages to this number; all when absent. */
  to: z.string().optional(),
  times: z.number().int().positive().default(1),
});

export type PlannedFault = z.input<typeof plannedFault>;

export function createFaults() {
  const plan = createPlan<z.infer<typeof fault>>();
  return { ...plan, plan: (wanted: PlannedFault) => plan.add(plannedFault.parse(wanted)) };
}
