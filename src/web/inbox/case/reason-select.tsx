import { decisionReasons } from "../../../cases/decision-reasons.ts";
import { useWords } from "../base/texts.tsx";
import { Field } from "../parts/field.tsx";

/** Why it was not accepted in full: a reason of the list, whose words stand in the letter. */
export function ReasonSelect(props: { value: string; onChange: (reason: string) => void }) {
  const { t } = useWords();
  return (
    <Field label={t("inbox.decide.reason")} hint={t("inbox.decide.reason.hint")}>
      {(ids) => (
        <select
          {...ids}
          required
          className="field"
          value={props.value}
          onChange={(event) => props.onChange(event.target.value)}
        >
          <option value="">{t("inbox.choose")}</option>
          {decisionReasons.map((reason) => (
            <option key={reason} value={reason}>
              {t(`decision.reason.${reason}`)}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
