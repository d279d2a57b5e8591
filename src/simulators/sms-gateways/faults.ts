import { z } from "zod";
import { createPlan } from "../planned-faults.ts";

/**
 * What goes wrong with the next messages, one kind each:
 * - `refuse`: the gateway answers with this HTTP status and, where it has them, this code, and keeps nothing
 * - `lost`: it answers 500, never, or cuts the line; `stored` says whether the message exists all the same
 * - `undelivered`: taken, then reported as failed, with this reason where the gateway gives reasons
 * - `receipts`: reports come reversed, each twice, not at all, or before the answer
 */
const fault = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("refuse"),
    status: z.number().int().default(200),
    code: z.string().optional(),
    retryAfterSeconds: z.number().positive().optional(),
  }),
  z.strictObject({
    kind: z.literal("lost"),
    how: z.enum(["500", "hang", "cut"]),
    stored: z.boolean(),
  }),
  z.strictObject({ kind: z.literal("undelivered"), reason: z.string().default("unknown") }),
  z.strictObject({
    kind: z.literal("receipts"),
    how: z.enum(["reversed", "twice", "none", "early"]),
  }),
]);
type Fault = z.output<typeof fault>;
export type Refuse = Extract<Fault, { kind: "refuse" }>;

export const plannedFault = z.strictObject({
  fault,
  /** Only messages to this number; all when absent. */
  to: z.string().optional(),
  times: z.number().int().positive().default(1),
});
export type PlannedFault = z.input<typeof plannedFault>;

export function createFaults() {
  const plan = createPlan<Fault>();
  return { ...plan, plan: (wanted: PlannedFault) => plan.add(plannedFault.parse(wanted)) };
}
