import { useState } from "react";
import type { CaseDetail, CaseVerbs } from "../../../http/staff/api.ts";
import { useCaseVerb } from "../api/queries.ts";
import { thenClose } from "../base/then-close.ts";
import { useWords } from "../base/texts.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { Field } from "../parts/field.tsx";
import { Refused } from "../parts/refused.tsx";

/** Verbs that ask for one thing at most, and what that is. */
export const simpleVerbs = {
  told_notice: {
    field: "how",
    kind: "choice",
    options: ["phone", "visit", "letter"],
    isRequired: true,
  },
  second: { kind: "none", isRequired: false },
  release_decision: { field: "earlyReason", kind: "text", isRequired: false },
  plan_delivery: { field: "what", kind: "text", isRequired: true },
  deliver: { field: "task", kind: "text", isRequired: true },
  delivered: { kind: "none", isRequired: false },
  reactivate: { kind: "none", isRequired: false },
  suspend: { field: "reason", kind: "text", isRequired: true },
  close: { field: "reason", kind: "text", isRequired: true },
} as const satisfies Partial<Record<keyof CaseVerbs, Asks>>;
export type SimpleVerb = keyof typeof simpleVerbs;

interface Asks {
  field?: string;
  kind: "none" | "text" | "choice";
  options?: readonly string[];
  isRequired: boolean;
}

export function SimpleVerbDialog(props: {
  detail: CaseDetail;
  verb: SimpleVerb;
  onClose: () => void;
}) {
  const { t } = useWords();
  const { detail, verb, onClose } = props;
  const asks: Asks = simpleVerbs[verb];
  const act = useCaseVerb(detail, verb);
  const [value, setValue] = useState(asks.options?.[0] ?? openTask(detail, verb));
  const isReady = !asks.isRequired || value.trim() !== "";
  return (
    <Dialog title={t(`inbox.verb.${verb}`)} onClose={onClose}>
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          const body = asks.field && value.trim() !== "" ? { [asks.field]: value.trim() } : {};
          thenClose(act.mutateAsync(body), onClose);
        }}
      >
        <p>{t(`inbox.verb.${verb}.lead`)}</p>
        {asks.field ? (
          <Field label={t(`inbox.verb.${verb}.field`)}>
            {(ids) =>
              asks.kind === "choice" ? (
                <select
                  {...ids}
                  className="field"
                  value={value}
                  onChange={(event) => setValue(event.target.value)}
                >
                  {asks.options?.map((option) => (
                    <option key={option} value={option}>
                      {t(`inbox.verb.${verb}.${option}`)}
                    </option>
                  ))}
                </select>
              ) : verb === "deliver" && detail.delivery ? (
                <select
                  {...ids}
                  className="field"
                  value={value}
                  onChange={(event) => setValue(event.target.value)}
                >
                  {detail.delivery.tasks
                    .filter(({ doneAt }) => !doneAt)
                    .map(({ id, what }) => (
                      <option key={id} value={id}>
                        {what}
                      </option>
                    ))}
                </select>
              ) : (
                <textarea
                  {...ids}
                  dir="auto"
                  rows={3}
                  required={asks.isRequired}
                  className="field"
                  value={value}
                  onChange={(event) => setValue(event.target.value)}
                />
              )
            }
          </Field>
        ) : null}
        <Refused error={act.error} />
        <button type="submit" className="btn btn-main" disabled={!isReady || act.isPending}>
          {t(`inbox.verb.${verb}`)}
        </button>
      </form>
    </Dialog>
  );
}

function openTask(detail: CaseDetail, verb: SimpleVerb): string {
  return verb === "deliver" ? (detail.delivery?.tasks.find(({ doneAt }) => !doneAt)?.id ?? "") : "";
}
