import { useState } from "react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "react-router";
import type { SessionView } from "../../../http/staff/api.ts";
import { post } from "../api/client.ts";
import { keys, useCases, useSessions } from "../api/queries.ts";
import { useWords } from "../base/texts.tsx";
import { StateChips } from "../case/state-chips.tsx";
import { fromRiyadh } from "../conversations/snooze-times.ts";
import { useMay } from "../frame/rights.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { Field } from "../parts/field.tsx";
import { Card, Page } from "../parts/page.tsx";
import { Refused } from "../parts/refused.tsx";
import { Empty, Forbidden, Loaded } from "../parts/states.tsx";
import { Day } from "../parts/time.tsx";

/** What waits for the committee, and when it meets. */
export function CommitteePage() {
  const { t, format } = useWords();
  const may = useMay();
  const sessions = useSessions();
  const [isPlanning, setPlanning] = useState(false);
  if (!may("session.see")) return <Forbidden />;
  const plan = may("session.plan") ? (
    <button type="button" className="btn btn-main" onClick={() => setPlanning(true)}>
      {t("inbox.session.plan")}
    </button>
  ) : undefined;
  return (
    <Page title={t("inbox.nav.committee")} actions={plan}>
      <Card title={t("inbox.sessions")}>
        <Loaded
          query={sessions}
          rows={3}
          isEmpty={(data) => data.sessions.length === 0}
          empty={<Empty title={t("inbox.sessions.empty")} />}
        >
          {(data) => (
            <ul>
              {data.sessions.map((session) => (
                <li key={session.id} className="border-t border-line first:border-t-0">
                  <Link
                    to={`/committee/${session.id}`}
                    className="flex min-h-14 flex-wrap items-center gap-x-4 gap-y-1 rounded-xl px-2 py-2 text-ink no-underline hover:bg-raised"
                  >
                    <strong className="flex-1">
                      <Day at={session.at} clock />
                    </strong>
                    <span className="text-soft">
                      {t("inbox.session.cases", {
                        count: session.agenda.length,
                        n: format.number(session.agenda.length),
                      })}
                    </span>
                    <span className={`chip ${session.status === "open" ? "chip-good" : ""}`}>
                      {t(`inbox.session.${session.status}`)}
                    </span>
                  </Link>
                </li>
              ))}
            </ul>
          )}
        </Loaded>
      </Card>
      {may("case.see") ? (
        <>
          <Ready state="matched" />
          <Ready state="committee" />
        </>
      ) : null}
      {isPlanning ? <PlanDialog onClose={() => setPlanning(false)} /> : null}
    </Page>
  );
}

function Ready({ state }: { state: "matched" | "committee" }) {
  const { t } = useWords();
  const list = useCases({ state, q: "" });
  const cases = list.data?.pages.flatMap((page) => page.cases) ?? [];
  return (
    <Card title={t(`inbox.ready.${state}`)}>
      <Loaded
        query={list}
        rows={2}
        isEmpty={() => cases.length === 0}
        empty={<Empty title={t("inbox.cases.empty")} />}
      >
        {() => (
          <ul>
            {cases.map((each) => (
              <li key={each.id} className="border-t border-line first:border-t-0">
                <Link
                  to={`/cases/${each.id}`}
                  className="flex min-h-12 flex-wrap items-center gap-3 rounded-xl px-2 py-2 text-ink no-underline hover:bg-raised"
                >
                  <bdi className="font-semibold text-brand">{each.number}</bdi>
                  <span className="flex-1">{each.serviceLabel}</span>
                  <StateChips card={each} />
                </Link>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Card>
  );
}

function PlanDialog({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [at, setAt] = useState("");
  const plan = useMutation({
    mutationFn: () => post<SessionView>("/sessions", { at: fromRiyadh(at).toISOString() }),
    onSuccess: async ({ id }) => {
      await client.invalidateQueries({ queryKey: keys.sessions });
      await navigate(`/committee/${id}`);
    },
  });
  return (
    <Dialog title={t("inbox.session.plan")} onClose={onClose}>
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          plan.mutate();
        }}
      >
        <Field label={t("inbox.session.at")}>
          {(ids) => (
            <input
              {...ids}
              type="datetime-local"
              required
              className="field"
              value={at}
              onChange={(event) => setAt(event.target.value)}
            />
          )}
        </Field>
        <Refused error={plan.error} />
        <button type="submit" className="btn btn-main" disabled={at === "" || plan.isPending}>
          {t("inbox.session.plan")}
        </button>
      </form>
    </Dialog>
  );
}
