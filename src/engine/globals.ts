import { z } from "zod";

/** What a global word or intent does, wherever the person stands (`flows/_global.yaml`). */
const actionSchema = z.union([
  z.strictObject({ go: z.enum(["menu", "back", "skip", "continue", "opt_in"]) }),
  z.strictObject({ go: z.literal("staff"), reason: z.string() }),
  z.strictObject({ go: z.literal("language"), language: z.enum(["ar", "en"]) }),
  /** `knowledgeFirst`: unless the words are a question that the association's knowledge may answer. */
  z.strictObject({ call: z.string(), knowledgeFirst: z.boolean().optional() }),
  z.strictObject({ say: z.string() }),
]);

/**
 * How something that happened outside is told: by a text alone, or by a flow that may ask. `class` is what may be
 * stopped: a survey by whoever stopped surveys, awareness by whoever never agreed to it. `settles` names earlier events:
 * a question that one of them left open for the same case has no object any more.
 */
const everyEvent = {
  class: z.enum(["service", "survey", "awareness"]).optional(),
  settles: z.array(z.string()).min(1).optional(),
};
const eventSchema = z.union([
  z.strictObject({ say: z.string(), ...everyEvent }),
  z.strictObject({ call: z.string(), ...everyEvent }),
]);

export const globalsSchema = z.strictObject({
  reserved: z.record(z.string(), actionSchema),
  intents: z.record(z.string(), actionSchema),
  events: z.record(z.string(), eventSchema),
  /** The flow for a file that nothing asked for, and for what comes from the page of a case. */
  files: z.string().optional(),
});

export type Globals = z.infer<typeof globalsSchema>;
export type GlobalAction = z.infer<typeof actionSchema>;
export type EventAction = z.infer<typeof eventSchema>;
