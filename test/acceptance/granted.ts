import type { DecisionOutcome } from "../../src/cases/case.ts";
import { aCase, inSession, matched, members, noticed, type ACase } from "../cases/a-case.ts";
import type { Id } from "./requirements.ts";

/* A case of each association on its way, by the real rules and its own profile. */

export const SERVICE: Record<Id, string> = {
  khuta: "rent",
  alseraj: "rent",
  ratel: "fees",
  sila: "rent",
  amal: "psych_support",
};
const [amina] = members;
export const ACCEPT = { kind: "decide", outcome: "accepted" satisfies DecisionOutcome } as const;

export function caseOf(association: Id, options: Parameters<typeof aCase>[0] = {}): ACase {
  return aCase({ association, service: SERVICE[association], ...options });
}

/** Matched, documents or answers. */
export function ready(life: ACase): ACase {
  matched(life);
  return life.record.state === "submitted" ? life.do({ kind: "match_data", fields: [] }) : life;
}

export function granted(association: Id): ACase {
  return inSession(ready(noticed(caseOf(association))).wait(15)).do(ACCEPT, amina);
}
