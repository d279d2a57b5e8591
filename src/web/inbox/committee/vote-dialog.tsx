import { useState } from "react";
import { useSessionVerb } from "../api/queries.ts";
import { useWords } from "../base/texts.tsx";
import { Field } from "../parts/field.tsx";
import { votes, type Point } from "./point.ts";
import { SessionForm, type SessionDialog } from "./session-form.tsx";

/** A vote other than plain agreement says why. */
export function VoteDialog({ session, point, onClose }: SessionDialog & { point: Point }) {
  const { t } = useWords();
  const give = useSessionVerb(session, "vote");
  const [vote, setVote] = useState<(typeof votes)[number]>("declined");
  const [reason, setReason] = useState("");
  return (
    <SessionForm
      verb="vote"
      mutation={give}
      isReady={reason.trim() !== ""}
      body={() => ({ caseId: point.caseId, vote, reason: reason.trim() })}
      onClose={onClose}
    >
      <fieldset className="flex flex-wrap gap-x-6">
        <legend className="font-semibold">{t("inbox.session.vote")}</legend>
        {votes.map((each) => (
          <label key={each} className="flex min-h-11 items-center gap-2">
            <input
              type="radio"
              name="vote"
              className="size-5 accent-brand"
              checked={vote === each}
              onChange={() => setVote(each)}
            />
            {t(`inbox.outcome.${each}`)}
          </label>
        ))}
      </fieldset>
      <Field label={t("inbox.decide.reason")}>
        {(ids) => (
          <textarea
            {...ids}
            dir="auto"
            rows={2}
            required
            className="field"
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
    </SessionForm>
  );
}
