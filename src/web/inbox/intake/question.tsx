import type { IntakeForm } from "../../../http/staff/api.ts";
import { useWords } from "../base/texts.tsx";
import { Field } from "../parts/field.tsx";

type Asked = IntakeForm["sections"][number]["questions"][number];

/** One question of the flow as a field. What is written is checked by the flow's own validators, on the server. */
export function Question({ question, error }: { question: Asked; error?: string | undefined }) {
  const { t } = useWords();
  const { id, label, hint, understood, kind, options, required } = question;
  if (kind === "multi")
    return (
      <fieldset>
        <legend className="font-semibold">{label}</legend>
        {options.map((option) => (
          <label key={option.id} className="flex min-h-11 items-center gap-3">
            <input type="checkbox" name={id} value={option.id} className="size-5 accent-brand" />
            {option.label}
          </label>
        ))}
        {error ? <p className="text-sm font-medium text-bad">{error}</p> : null}
      </fieldset>
    );
  return (
    <Field
      label={required ? label : `${label} (${t("inbox.document.optional")})`}
      hint={understood ?? hint ?? undefined}
      error={error}
    >
      {(ids) =>
        options.length > 0 ? (
          <select {...ids} name={id} required={required} className="field" defaultValue="">
            <option value="">{t("inbox.choose")}</option>
            {options.map((option) => (
              <option key={option.id} value={option.id}>
                {option.label}
              </option>
            ))}
          </select>
        ) : kind === "text" ? (
          <textarea
            {...ids}
            name={id}
            required={required}
            rows={1}
            dir="auto"
            className="field [field-sizing:content]"
          />
        ) : (
          <input
            {...ids}
            name={id}
            required={required}
            dir="ltr"
            inputMode={modes[kind]}
            autoComplete="off"
            className="field"
          />
        )
      }
    </Field>
  );
}

const modes: Partial<Record<Asked["kind"], "numeric" | "tel">> = {
  number: "numeric",
  identity: "numeric",
  phone: "tel",
};
