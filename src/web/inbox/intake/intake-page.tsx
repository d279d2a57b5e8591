import { useState, type SubmitEvent } from "react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import type { DeskIntake, IntakeDone, IntakeForm } from "../../../http/staff/api.ts";
import { asApiError, get, post } from "../api/client.ts";
import { query } from "../api/queries.ts";
import { useWords } from "../base/texts.tsx";
import { useMay } from "../frame/rights.tsx";
import { Check, Field } from "../parts/field.tsx";
import { Card, Page } from "../parts/page.tsx";
import { Refused } from "../parts/refused.tsx";
import { Forbidden, Loaded } from "../parts/states.tsx";
import { Question } from "./question.tsx";

/** The question that the choice above the form has answered. */
const SERVICE = "service_type";
const sources = ["visit", "phone", "letter", "delegate"] as const;

/** A request that comes to the desk: the same questions and the same checks, with where it came from. */
export function IntakePage() {
  const { t } = useWords();
  const may = useMay();
  const [service, setService] = useState("");
  const [source, setSource] = useState<DeskIntake["source"]>("visit");
  const [done, setDone] = useState<IntakeDone>();
  const form = useQuery({
    queryKey: ["intake", service],
    queryFn: () => get<IntakeForm>(`/intake?${query({ service })}`),
    placeholderData: (before) => before,
  });
  if (!may("intake.record")) return <Forbidden />;
  if (done)
    return (
      <Page title={t("inbox.nav.intake")}>
        <Card title={t("inbox.intake.done")}>
          <p className="text-lg">
            {t("inbox.case.number")} <bdi className="font-bold">{done.number}</bdi>
          </p>
          <p className="text-soft">{t("inbox.intake.done.hint")}</p>
          <div className="flex flex-wrap gap-2">
            <Link to={`/cases/${done.caseId}`} className="btn btn-main">
              {t("inbox.case.open")}
            </Link>
            <button type="button" className="btn" onClick={() => setDone(undefined)}>
              {t("inbox.intake.another")}
            </button>
          </div>
        </Card>
      </Page>
    );
  return (
    <Page title={t("inbox.nav.intake")} lead={t("inbox.intake.lead")}>
      <Card>
        <fieldset>
          <legend className="font-semibold">{t("inbox.intake.source")}</legend>
          <div className="flex flex-wrap gap-x-6">
            {sources.map((each) => (
              <label key={each} className="flex min-h-11 items-center gap-2">
                <input
                  type="radio"
                  name="source"
                  className="size-5 accent-brand"
                  checked={source === each}
                  onChange={() => setSource(each)}
                />
                {t(`inbox.source_${each}`)}
              </label>
            ))}
          </div>
        </fieldset>
        <Loaded query={form} rows={1}>
          {({ services }) => (
            <Field label={t("inbox.intake.service")}>
              {(ids) => (
                <select
                  {...ids}
                  className="field"
                  value={service}
                  onChange={(event) => setService(event.target.value)}
                >
                  <option value="">{t("inbox.choose")}</option>
                  {services.map(({ id, label }) => (
                    <option key={id} value={id}>
                      {label}
                    </option>
                  ))}
                </select>
              )}
            </Field>
          )}
        </Loaded>
      </Card>
      {service !== "" && form.data ? (
        <Questions
          key={service}
          form={form.data}
          service={service}
          source={source}
          onDone={setDone}
        />
      ) : null}
    </Page>
  );
}

function Questions(props: {
  form: IntakeForm;
  service: string;
  source: DeskIntake["source"];
  onDone: (done: IntakeDone) => void;
}) {
  const { t, has } = useWords();
  const { form, service, source } = props;
  const [hasAgreed, setAgreed] = useState(false);
  const save = useMutation({
    mutationFn: (body: DeskIntake) => post<IntakeDone>("/intake", body),
    onSuccess: props.onDone,
  });
  const wrong = wrongFields(save.error);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = [...new FormData(event.currentTarget).entries()].map(
      ([name, value]) => [name, typeof value === "string" ? value.trim() : ""] as const,
    );
    const answers: Record<string, string> = { [SERVICE]: service };
    for (const [name, value] of given)
      if (value !== "" && !name.startsWith("letter."))
        answers[name] = answers[name] ? `${answers[name]}, ${value}` : value;
    const letter = Object.fromEntries(
      given
        .filter(([name]) => name.startsWith("letter."))
        .map(([name, value]) => [name.slice(7), value]),
    );
    save.mutate({
      source,
      answers,
      ...(source === "letter"
        ? { letter: { number: letter["number"] ?? "", date: letter["date"] ?? "" } }
        : {}),
    });
  };
  return (
    <form className="grid gap-5" noValidate={false} onSubmit={submit}>
      {source === "letter" ? (
        <Card title={t("inbox.source_letter")}>
          <div className="grid gap-4 sm:grid-cols-2">
            <Field label={t("inbox.intake.letter.number")}>
              {(ids) => <input {...ids} name="letter.number" required className="field" />}
            </Field>
            <Field label={t("inbox.intake.letter.date")}>
              {(ids) => (
                <input {...ids} name="letter.date" type="date" required className="field" />
              )}
            </Field>
          </div>
        </Card>
      ) : null}
      {form.sections.map((section) => (
        <Card key={section.id} title={section.label}>
          <div className="grid gap-4 sm:grid-cols-2">
            {section.questions
              .filter(({ id }) => id !== SERVICE)
              .map((question) => {
                const reason = wrong[question.id];
                const key = `refusal.${reason ?? ""}`;
                return (
                  <Question
                    key={question.id}
                    question={question}
                    error={reason && (has(key) ? t(key) : reason)}
                  />
                );
              })}
          </div>
        </Card>
      ))}
      <Card title={t("inbox.case.declaration")}>
        <p className="whitespace-pre-wrap">{form.declaration}</p>
        <Check label={t("inbox.intake.agreed")} checked={hasAgreed} onChange={setAgreed} />
      </Card>
      <Refused error={save.error} />
      <button
        type="submit"
        className="btn btn-main justify-self-start"
        disabled={!hasAgreed || save.isPending}
      >
        {t("inbox.intake.save")}
      </button>
    </form>
  );
}

function wrongFields(error: unknown): Record<string, string> {
  if (!error) return {};
  const { data } = asApiError(error);
  if (typeof data !== "object" || data === null || !("fields" in data)) return {};
  return data.fields as Record<string, string>;
}
