import { CircleCheck, CircleDashed } from "lucide-react";
import type { CaseDetail } from "../../../http/staff/api.ts";
import { useWords } from "../base/texts.tsx";
import { PlainText } from "../conversations/plain-text.tsx";
import { Card } from "../parts/page.tsx";
import { Day } from "../parts/time.tsx";

/** What was decided, objected to and delivered, as far as it has come. */
export function Outcome({ detail }: { detail: CaseDetail }) {
  const { t } = useWords();
  const { decision, objection, delivery } = detail;
  return (
    <>
      {decision ? (
        <Card title={t("inbox.case.decision")}>
          <p>
            <span className="chip chip-good">{t(`inbox.outcome.${decision.outcome}`)}</span>{" "}
            <bdi>{decision.number}</bdi>
          </p>
          {decision.grant ? <p dir="auto">{decision.grant}</p> : null}
          {decision.advice ? <p dir="auto">{decision.advice}</p> : null}
          <p className="text-sm text-soft">
            <Day at={decision.at} />
          </p>
          <p className="text-sm">
            {decision.releasedAt ? (
              <>
                {t("inbox.decision.told")} <Day at={decision.releasedAt} />
              </>
            ) : (
              t("inbox.decision.not_told")
            )}
          </p>
        </Card>
      ) : null}
      {objection ? (
        <Card title={t("inbox.case.objection")}>
          <PlainText text={objection.text} />
          <p className="text-sm text-soft">
            <bdi>{objection.number}</bdi> · {t("inbox.objection.due")} <Day at={objection.dueAt} />
          </p>
          {objection.outcome ? (
            <p className="font-semibold">{t(`inbox.objection.${objection.outcome.result}`)}</p>
          ) : null}
        </Card>
      ) : null}
      {delivery ? (
        <Card title={t("inbox.case.delivery")}>
          <ul className="grid gap-1">
            {delivery.tasks.map(({ id, what, doneAt }) => {
              const Icon = doneAt ? CircleCheck : CircleDashed;
              return (
                <li key={id} className="flex items-center gap-2">
                  <Icon
                    size={18}
                    aria-hidden="true"
                    className={doneAt ? "text-brand" : "text-gold"}
                  />
                  <span dir="auto">{what}</span>
                  <span className="text-sm text-soft">
                    {t(doneAt ? "inbox.task.done" : "inbox.task.open")}
                  </span>
                </li>
              );
            })}
          </ul>
          {delivery.confirmed ? (
            <p className="font-semibold">{t(`inbox.delivery.${delivery.confirmed.how}`)}</p>
          ) : null}
        </Card>
      ) : null}
    </>
  );
}
