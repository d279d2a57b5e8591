import { useState } from "react";
import type { SessionVerbs } from "../../../http/staff/api.ts";
import { useSessionVerb } from "../api/queries.ts";
import { useWords } from "../base/texts.tsx";
import { ReasonSelect } from "../case/reason-select.tsx";
import { Field } from "../parts/field.tsx";
import { votes, type Point } from "./point.ts";
import { PresentMembers } from "./present-members.tsx";
import { SessionForm, type SessionDialog } from "./session-form.tsx";

type Outcome = SessionVerbs["record"]["outcomes"][number];

/** A whole session in one form: the minutes, who was there, and an outcome for each case. All letters leave together. */
export function RecordDialog({ session, onClose }: SessionDialog) {
  const { t } = useWords();
  const record = useSessionVerb(session, "record");
  const [minutesNumber, setNumber] = useState(session.minutesNumber ?? "");
  const [present, setPresent] = useState(
    session.members.filter((each) => each.present).map(({ id }) => id),
  );
  const open = session.agenda.filter(({ outcome }) => outcome === null);
  const [outcomes, setOutcomes] = useState<Outcome[]>(() =>
    open.map(({ caseId }) => ({ caseId, outcome: "accepted" })),
  );
  const isReady =
    minutesNumber.trim() !== "" &&
    present.length > 0 &&
    outcomes.every(({ outcome, reason }) => outcome === "accepted" || Boolean(reason?.trim()));

  return (
    <SessionForm
      verb="record"
      wide
      mutation={record}
      isReady={isReady}
      body={() => ({
        minutesNumber: minutesNumber.trim(),
        present,
        outcomes: outcomes.map(ofOutcome),
      })}
      onClose={onClose}
    >
      <p className="text-soft">{t("inbox.record.lead")}</p>
      <Field label={t("inbox.session.minutes")}>
        {(ids) => (
          <input
            {...ids}
            required
            className="field"
            value={minutesNumber}
            onChange={(event) => setNumber(event.target.value)}
          />
        )}
      </Field>
      <PresentMembers session={session} present={present} onChange={setPresent} />
      {open.map((point, index) => (
        <OutcomeFields
          key={point.caseId}
          point={point}
          outcome={outcomes[index] ?? { caseId: point.caseId, outcome: "accepted" }}
          onChange={(next) => setOutcomes(outcomes.with(index, next))}
        />
      ))}
    </SessionForm>
  );
}

function OutcomeFields(props: {
  point: Point;
  outcome: Outcome;
  onChange: (outcome: Outcome) => void;
}) {
  const { t } = useWords();
  const { point, outcome } = props;
  const isGranted = outcome.outcome === "accepted" || outcome.outcome === "partly";
  return (
    <fieldset className="grid gap-3 rounded-2xl border border-line p-3">
      <legend className="px-2 font-bold">
        <bdi>{point.number}</bdi> {point.serviceLabel}
      </legend>
      <Field label={t("inbox.decide.outcome")}>
        {(ids) => (
          <select
            {...ids}
            className="field"
            value={outcome.outcome}
            onChange={(event) => props.onChange({ ...outcome, outcome: event.target.value })}
          >
            {votes.map((each) => (
              <option key={each} value={each}>
                {t(`inbox.outcome.${each}`)}
              </option>
            ))}
          </select>
        )}
      </Field>
      {outcome.outcome === "accepted" ? null : (
        <ReasonSelect
          value={outcome.reason ?? ""}
          onChange={(reason) => props.onChange({ ...outcome, reason })}
        />
      )}
      {isGranted ? (
        <Field label={t("inbox.decide.grant")}>
          {(ids) => (
            <input
              {...ids}
              dir="auto"
              className="field"
              value={outcome.grant ?? ""}
              onChange={(event) => props.onChange({ ...outcome, grant: event.target.value })}
            />
          )}
        </Field>
      ) : (
        <Field label={t("inbox.decide.advice")}>
          {(ids) => (
            <input
              {...ids}
              dir="auto"
              className="field"
              value={outcome.advice ?? ""}
              onChange={(event) => props.onChange({ ...outcome, advice: event.target.value })}
            />
          )}
        </Field>
      )}
    </fieldset>
  );
}

/** What was typed for another outcome before does not leave with this one. */
function ofOutcome({ caseId, outcome, reason, advice, grant }: Outcome): Outcome {
  const isGranted = outcome === "accepted" || outcome === "partly";
  return {
    caseId,
    outcome,
    ...(outcome !== "accepted" && reason ? { reason } : {}),
    ...(!isGranted && advice?.trim() ? { advice: advice.trim() } : {}),
    ...(isGranted && grant?.trim() ? { grant: grant.trim() } : {}),
  };
}
