import { useState } from "react";
import { useCases, useSessionVerb } from "../api/queries.ts";
import { useWords } from "../base/texts.tsx";
import { Empty, Loaded } from "../parts/states.tsx";
import { SessionForm, type SessionDialog } from "./session-form.tsx";

/** A matched case, or one that waits without a session; the server looks at its gates. */
export function AddCaseDialog({ session, onClose }: SessionDialog) {
  const { t } = useWords();
  const add = useSessionVerb(session, "add_case");
  const list = useCases({ state: "matched", q: "" });
  const waiting = useCases({ state: "committee", q: "" });
  const [caseId, setCase] = useState("");
  const known = new Set(session.agenda.map((point) => point.caseId));
  const cases = [list, waiting]
    .flatMap(({ data }) => data?.pages.flatMap((page) => page.cases) ?? [])
    .filter(({ id }) => !known.has(id));
  return (
    <SessionForm
      verb="add_case"
      mutation={add}
      isReady={caseId !== ""}
      body={() => ({ caseId })}
      onClose={onClose}
    >
      <Loaded
        query={list}
        rows={3}
        isEmpty={() => cases.length === 0}
        empty={<Empty title={t("inbox.cases.empty")} />}
      >
        {() => (
          <fieldset>
            <legend className="font-semibold">{t("inbox.ready.matched")}</legend>
            {cases.map(({ id, number, serviceLabel }) => (
              <label key={id} className="flex min-h-11 items-center gap-3">
                <input
                  type="radio"
                  name="case"
                  className="size-5 accent-brand"
                  checked={caseId === id}
                  onChange={() => setCase(id)}
                />
                <bdi className="font-semibold">{number}</bdi> {serviceLabel}
              </label>
            ))}
          </fieldset>
        )}
      </Loaded>
    </SessionForm>
  );
}
