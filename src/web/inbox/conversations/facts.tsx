import { useState } from "react";
import { ExternalLink } from "lucide-react";
import { Link } from "react-router";
import type { ConversationView } from "../../../http/staff/api.ts";
import { useCase } from "../api/queries.ts";
import { useWords } from "../base/texts.tsx";
import { CaseSummary } from "../case/case-summary.tsx";
import { useMay } from "../frame/rights.tsx";
import { Lines, Part } from "../parts/part.tsx";
import { Empty, Loaded } from "../parts/states.tsx";
import { Day } from "../parts/time.tsx";

/** Beside the thread: the request it is about, and what the person has allowed. */
export function Facts({ view }: { view: ConversationView }) {
  const { t } = useWords();
  const may = useMay();
  const [chosen, setChosen] = useState<string>();
  const current = chosen ?? view.cases[0]?.id;
  const detail = useCase(may("case.see") ? current : undefined);
  return (
    <div className="grid content-start gap-3 p-3">
      {may("case.see") && view.cases.length > 0 ? (
        <>
          <div className="flex flex-wrap items-center gap-1">
            {view.cases.map(({ id, number }) => (
              <button
                key={id}
                type="button"
                className={`btn btn-small ${id === current ? "btn-main" : ""}`}
                aria-pressed={id === current}
                onClick={() => setChosen(id)}
              >
                <bdi>{number}</bdi>
              </button>
            ))}
            {current ? (
              <Link to={`/cases/${current}`} className="btn btn-quiet btn-small ms-auto">
                {t("inbox.case.open")}
                <ExternalLink size={15} aria-hidden="true" />
              </Link>
            ) : null}
          </div>
          <Loaded query={detail} rows={4}>
            {(found) => <CaseSummary detail={found} />}
          </Loaded>
        </>
      ) : (
        <Empty title={t("inbox.facts.no_case")} hint={t("inbox.facts.no_case.hint")} />
      )}
      <Part title={t("inbox.facts.conversation")}>
        <Lines
          lines={[
            [t("inbox.facts.language"), t(`inbox.language.${view.language}`)],
            [
              t("inbox.facts.flow"),
              view.flow
                ? t("inbox.facts.answered", { count: view.flow.answered, n: view.flow.answered })
                : t("inbox.facts.no_flow"),
            ],
            [t("inbox.facts.opt_out"), t(`inbox.opt_out.${view.optOut ?? "none"}`)],
          ]}
        />
      </Part>
      <Part title={t("inbox.facts.consents")}>
        {view.consents.length === 0 ? (
          <p className="text-soft">{t("inbox.facts.no_consent")}</p>
        ) : null}
        <ul className="grid gap-1">
          {view.consents.map((each) => (
            <li key={`${each.purpose}${each.at}`} className="grid">
              <span>
                {t(`inbox.purpose.${each.purpose}`)}:{" "}
                <strong>{t(`inbox.consent.${each.decision}`)}</strong>
              </span>
              <span className="text-xs text-soft">
                <Day at={each.at} />
              </span>
            </li>
          ))}
        </ul>
      </Part>
    </div>
  );
}
