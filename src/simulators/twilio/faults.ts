import { z } from "zod";

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

type Fault = z.infer<typeof fault>;
export type PlannedFault = z.input<typeof plannedFault>;
type FaultOf<Kind extends Fault["kind"]> = Extract<Fault, { kind: Kind }>;

/** Faults wait in the order in which they were planned; each is used up by as many messages as it says. */
export function createFaults() {
  const planned: z.output<typeof plannedFault>[] = [];
  return {
    plan(wanted: PlannedFault): void {
      planned.push(plannedFault.parse(wanted));
    },
    clear(): void {
      planned.length = 0;
    },
    take<Kind extends Fault["kind"]>(kind: Kind, to: string): FaultOf<Kind> | undefined {
      const index = planned.findIndex(
        (each) => each.fault.kind === kind && (each.to === undefined || each.to === to),
      );
      const found = planned[index];
      if (!found) return undefined;
      found.times -= 1;
      if (found.times === 0) planned.splice(index, 1);
      return found.fault as FaultOf<Kind>;
    },
  };
}
