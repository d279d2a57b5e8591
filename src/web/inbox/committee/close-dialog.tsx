import { useState } from "react";
import { useSessionVerb } from "../api/queries.ts";
import { useWords } from "../base/texts.tsx";
import { Field } from "../parts/field.tsx";
import { SessionForm, type SessionDialog } from "./session-form.tsx";

export function CloseDialog({ session, onClose }: SessionDialog) {
  const { t } = useWords();
  const close = useSessionVerb(session, "close");
  const [minutesNumber, setNumber] = useState(session.minutesNumber ?? "");
  return (
    <SessionForm
      verb="close"
      mutation={close}
      isReady={minutesNumber.trim() !== ""}
      body={() => ({ minutesNumber: minutesNumber.trim() })}
      onClose={onClose}
    >
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
    </SessionForm>
  );
}
