import { Link } from "react-router";
import type { CaseDetail } from "../../../http/staff/api.ts";
import { useWords } from "../base/texts.tsx";
import { Lines, Part } from "../parts/part.tsx";
import { Day } from "../parts/time.tsx";
import { CaseActions } from "./case-actions.tsx";
import { Checklist } from "./checklist.tsx";
import { Gates } from "./gates.tsx";
import { Identity } from "./identity.tsx";
import { StateChips } from "./state-chips.tsx";

/** A case in the width of a side panel: what an officer asks while answering. */
export function CaseSummary({ detail }: { detail: CaseDetail }) {
  const { t } = useWords();
  return (
    <>
      <Part title={detail.serviceLabel}>
        <StateChips card={detail} />
        <Lines
          lines={[
            [t("inbox.case.number"), <bdi key="n">{detail.number}</bdi>],
            [t("inbox.case.opened"), <Day key="o" at={detail.openedAt} />],
            ...(detail.decisionNotBefore
              ? [
                  [
                    t("inbox.case.not_before"),
                    <Day key="d" at={detail.decisionNotBefore} />,
                  ] as const,
                ]
              : []),
          ]}
        />
        <Identity detail={detail} />
        <CaseActions detail={detail} />
      </Part>
      <Part title={t("inbox.case.documents")}>
        <Checklist detail={detail} />
      </Part>
      <Part title={t("inbox.case.gates")}>
        <Gates gates={detail.gates} />
      </Part>
      {detail.earlier.length > 0 || detail.possibleDuplicates.length > 0 ? (
        <Part title={t("inbox.case.earlier")}>
          <EarlierCases detail={detail} />
        </Part>
      ) : null}
    </>
  );
}

export function EarlierCases({ detail }: { detail: CaseDetail }) {
  const { t } = useWords();
  return (
    <>
      {detail.possibleDuplicates.length > 0 ? (
        <p className="rounded-xl bg-gold-soft px-3 py-1.5 text-gold">
          {t("inbox.case.duplicates")} <bdi>{detail.possibleDuplicates.join("، ")}</bdi>
        </p>
      ) : null}
      <ul className="grid gap-1">
        {detail.earlier.map((each) => (
          <li key={each.id}>
            <Link to={`/cases/${each.id}`} className="flex min-h-9 flex-wrap items-center gap-2">
              <bdi>{each.number}</bdi>
              <span>{each.serviceLabel}</span>
              <span className="chip">{each.stateLabel}</span>
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}
