import { useState } from "react";
import { useQuery } from "@tanstack/react-query";
import type { CaseDetail, CaseVerbs, SessionView } from "../../../http/staff/api.ts";
import { get } from "../api/client.ts";
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
  to_committee: { field: "sessionId", kind: "session", isRequired: false },
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
  kind: "none" | "text" | "choice" | "session";
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
              ) : asks.kind === "session" ? (
                <SessionSelect ids={ids} value={value} onChange={setValue} />
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

function SessionSelect(props: { ids: object; value: string; onChange: (value: string) => void }) {
  const { t, format } = useWords();
  const sessions = useQuery({
    queryKey: ["sessions"],
    queryFn: () => get<{ sessions: SessionView[] }>("/sessions"),
  });
  return (
    <select
      {...props.ids}
      className="field"
      value={props.value}
      onChange={(event) => props.onChange(event.target.value)}
    >
      <option value="">{t("inbox.verb.to_committee.next")}</option>
      {sessions.data?.sessions
        .filter(({ status }) => status !== "closed")
        .map(({ id, at }) => (
          <option key={id} value={id}>
            {format.both(at)}
          </option>
        ))}
    </select>
  );
}
