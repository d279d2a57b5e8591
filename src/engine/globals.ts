import { z } from "zod";

/** What a global word or intent does, wherever the person stands (`flows/_global.yaml`). */
const actionSchema = z.union([
  z.strictObject({ go: z.enum(["menu", "back", "skip", "continue", "opt_in"]) }),
  z.strictObject({ go: z.literal("staff"), reason: z.string() }),
  z.strictObject({ go: z.literal("language"), language: z.enum(["ar", "en"]) }),
  z.strictObject({ call: z.string() }),
  z.strictObject({ say: z.string() }),
]);

export const globalsSchema = z.strictObject({
  reserved: z.record(z.string(), actionSchema),
  intents: z.record(z.string(), actionSchema),
});

export type Globals = z.infer<typeof globalsSchema>;
export type GlobalAction = z.infer<typeof actionSchema>;
