import { useState } from "react";
import { useSessionVerb } from "../api/queries.ts";
import { useWords } from "../base/texts.tsx";
import { Field } from "../parts/field.tsx";
import type { Point } from "./point.ts";
import { SessionForm, type SessionDialog } from "./session-form.tsx";

/** A conflict of interest, with its reason, for the minutes. */
export function StepOutDialog({ session, point, onClose }: SessionDialog & { point: Point }) {
  const { t } = useWords();
  const stepOut = useSessionVerb(session, "step_out");
  const [reason, setReason] = useState("");
  return (
    <SessionForm
      verb="step_out"
      mutation={stepOut}
      isReady={reason.trim() !== ""}
      body={() => ({ caseId: point.caseId, reason: reason.trim() })}
      onClose={onClose}
    >
      <Field label={t("inbox.session.step_out.reason")}>
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
