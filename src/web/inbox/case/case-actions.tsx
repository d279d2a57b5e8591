import { useState } from "react";
import type { CaseDetail, CaseVerbs } from "../../../http/staff/api.ts";
import { useWords } from "../base/texts.tsx";
import { canDo } from "./can-do.ts";
import { DecideDialog } from "./decide-dialog.tsx";
import { MatchDataDialog } from "./match-data-dialog.tsx";
import { ObjectionDialog } from "./objection-dialog.tsx";
import { ToCommitteeDialog } from "./to-committee-dialog.tsx";
import { SimpleVerbDialog, simpleVerbs, type SimpleVerb } from "./simple-verb-dialog.tsx";

/** Documents and the reveal have places of their own. */
const verbs: readonly (keyof CaseVerbs)[] = [
  "match_data",
  "told_notice",
  "to_committee",
  "decide",
  "second",
  "release_decision",
  "decide_objection",
  "plan_delivery",
  "deliver",
  "delivered",
  "reactivate",
  "suspend",
  "close",
];

/** What may be done with a case now; what a gate forbids is shown with its reason. */
export function CaseActions({ detail }: { detail: CaseDetail }) {
  const { t, has } = useWords();
  const [verb, setVerb] = useState<keyof CaseVerbs>();
  const shown = verbs
    .map((each) => ({ verb: each, ...canDo(detail, each) }))
    .filter(({ isShown }) => isShown);
  if (shown.length === 0) return null;
  const main = shown.find(({ isAllowed }) => isAllowed)?.verb;
  const shut = shown.filter((each) => !each.isAllowed && each.why);
  return (
    <div className="grid gap-2">
      <div role="group" aria-label={t("inbox.actions")} className="flex flex-wrap gap-1.5">
        {shown
          .filter(({ isAllowed }) => isAllowed)
          .map(({ verb: each }) => (
            <button
              key={each}
              type="button"
              className={`btn btn-small ${each === main && each !== "suspend" && each !== "close" ? "btn-main" : ""}`}
              onClick={() => setVerb(each)}
            >
              {t(`inbox.verb.${each}`)}
            </button>
          ))}
      </div>
      {shut.length > 0 ? (
        <ul className="grid gap-0.5 text-sm text-soft">
          {shut.map(({ verb: each, why = "" }) => (
            <li key={each}>
              {t("inbox.verb.shut", { what: t(`inbox.verb.${each}`) })}{" "}
              {has(`refusal.${why}`) ? t(`refusal.${why}`) : why}
            </li>
          ))}
        </ul>
      ) : null}
      {verb === "decide" ? (
        <DecideDialog detail={detail} onClose={() => setVerb(undefined)} />
      ) : null}
      {verb === "decide_objection" ? (
        <ObjectionDialog detail={detail} onClose={() => setVerb(undefined)} />
      ) : null}
      {verb === "to_committee" ? (
        <ToCommitteeDialog detail={detail} onClose={() => setVerb(undefined)} />
      ) : null}
      {verb === "match_data" ? (
        <MatchDataDialog detail={detail} onClose={() => setVerb(undefined)} />
      ) : null}
      {verb && isSimple(verb) ? (
        <SimpleVerbDialog
          key={verb}
          detail={detail}
          verb={verb}
          onClose={() => setVerb(undefined)}
        />
      ) : null}
    </div>
  );
}

function isSimple(verb: keyof CaseVerbs): verb is SimpleVerb {
  return Object.hasOwn(simpleVerbs, verb);
}
