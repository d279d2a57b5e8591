import { handOff } from "./handoff.ts";
import { parkDraft } from "./draft.ts";
import { optionsOf } from "./options.ts";
import type { Run } from "./run.ts";
import { property } from "./scope.ts";
import { hasText, say } from "./say.ts";
import { readYesNo } from "../language/yes-no.ts";
import type { Input } from "./types.ts";

type Tier = "T1" | "T2" | "V";

/**
 * The fixed text, at once and in the same turn (conversation.md 19): the flow stops and keeps its draft, a person is
 * called with the highest priority, nothing is asked about method or plan, nothing is promised.
 */
export function startCrisis(run: Run, tier: Tier, rule: string): void {
  parkDraft(run);
  run.state.frames = [];
  run.state.crisis = { tier, at: run.ctx.now.toISOString() };
  const special = tier === "V" && run.ctx.channel.kind === "sms" && hasText(run, "crisis.violence");
  say(run, special ? "crisis.violence" : "crisis", {
    purpose: "crisis",
    options: safeOptions(run),
  });
  handOff(run, `crisis.${tier}.${rule}`, "crisis");
}

/** Until a person takes over the bot answers gently, without menus and forms. */
export function answerInCrisis(run: Run, input: Input): void {
  const safe = isSafe(input);
  if (safe === "unclear") say(run, "crisis.hold", { purpose: "crisis" });
  else say(run, safe === "yes" ? "crisis.safe" : "crisis.unsafe", { purpose: "crisis" });
}

const HOUR_MS = 3_600_000;

/** A crisis rests when staff have been silent for as long as any handoff waits before it returns to the bot. */
export function isInCrisis(run: Run): boolean {
  const { crisis } = run.state;
  if (!crisis) return false;
  const hours = property(property(run.ctx.policy, "handoff"), "return_hours");
  const rests =
    run.ctx.now.getTime() - Date.parse(crisis.at) >
    (typeof hours === "number" ? hours : 24) * HOUR_MS;
  if (rests) delete run.state.crisis;
  return !rests;
}

function isSafe(input: Input): "yes" | "no" | "unclear" {
  if (input.kind === "choice") return input.optionId === "yes" ? "yes" : "no";
  if (input.kind !== "text") return "unclear";
  const digit = input.text.trim().normalize("NFKC");
  if (digit === "1" || digit === "١") return "yes";
  if (digit === "2" || digit === "٢") return "no";
  return readYesNo(input.text);
}

/** Violence: the telephone may be shared, so nothing that asks for an answer goes out by SMS. */
function safeOptions(run: Run) {
  return run.ctx.channel.kind === "sms" ? [] : optionsOf(run, "crisis", { type: "yes_no" });
}
