import { normalise } from "./normalise.ts";
export function detectCrisis(text: string): { tier: "T1" | "T2" | "V"; rule: string } | undefined {
  const t = normalise(text);
  if (/انتحر|اقتل نفسي/.test(t)) return { tier: "T1", rule: "suicide" };
  if (/يضربني|يهددني/.test(t)) return { tier: "V", rule: "violence" };
  return undefined;
}
