import { useState, type FormEvent, type SubmitEvent } from "react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import type { DeskIntake, IntakeDone, IntakeForm } from "../../../http/staff/api.ts";
import { asApiError, post } from "../api/client.ts";
import { useWords } from "../base/texts.tsx";
import { useMay } from "../frame/rights.tsx";
import { Check, Field } from "../parts/field.tsx";
import { Card, Page } from "../parts/page.tsx";
import { Refused } from "../parts/refused.tsx";
import { Forbidden, Loaded } from "../parts/states.tsx";
import { DeclarationFields, declarationFrom } from "./declaration-fields.tsx";
import { Question } from "./question.tsx";

const sources = ["visit", "phone", "letter", "delegate"] as const;

/** A request that comes to the desk: the same questions and the same checks, with where it came from. */
export function IntakePage() {
  const { t } = useWords();
  const may = useMay();
  const [done, setDone] = useState<IntakeDone>();
  if (!may("intake.record")) return <Forbidden />;
  if (!done)
    return (
      <Page title={t("inbox.nav.intake")} lead={t("inbox.intake.lead")}>
        <Request onDone={setDone} />
      </Page>
    );
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
}

/** After every answer the server says what the conversation would ask now: the page decides nothing of it. */
function Request({ onDone }: { onDone: (done: IntakeDone) => void }) {
  const { t } = useWords();
  const [source, setSource] = useState<DeskIntake["source"]>("visit");
  const [answers, setAnswers] = useState<Record<string, string>>({});
  const [hasAgreed, setAgreed] = useState(false);
  const form = useQuery({
    queryKey: ["intake", answers],
    queryFn: () => post<IntakeForm>("/intake/questions", { answers }),
    placeholderData: (before) => before,
    gcTime: 0, // answers of people are not kept by the page
  });
  const save = useMutation({
    mutationFn: (body: DeskIntake) => post<IntakeDone>("/intake", body),
    onSuccess: onDone,
    onError: () => form.refetch(),
  });
  const wrong = wrongFields(save.error);
  const take = (event: FormEvent<HTMLFormElement>) => {
    const now = answersOf(event.currentTarget); // the event has no form any more when the state is set
    setAnswers((before) => (JSON.stringify(now) === JSON.stringify(before) ? before : now));
  };
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    const [number, date] = [textOf(given, "letter.number"), textOf(given, "letter.date")];
    save.mutate({
      source,
      answers: answersOf(event.currentTarget),
      declaration: declarationFrom(given),
      ...(source === "letter" ? { letter: { number, date } } : {}),
    });
  };
  return (
    <form
      className="grid gap-5"
      onSubmit={submit}
      onBlur={take}
      onChange={(event) => {
        // What is typed is looked at when the field is left; a choice at once.
        if (event.target instanceof HTMLSelectElement || isBox(event.target)) take(event);
      }}
    >
      <Card>
        <fieldset>
          <legend className="font-semibold">{t("inbox.intake.source")}</legend>
          <div className="flex flex-wrap gap-x-6">
            {sources.map((each) => (
              <label key={each} className="flex min-h-11 items-center gap-2">
                <input
                  type="radio"
                  name="desk.source"
                  className="size-5 accent-brand"
                  checked={source === each}
                  onChange={() => setSource(each)}
                />
                {t(`inbox.source_${each}`)}
              </label>
            ))}
          </div>
        </fieldset>
        {source === "letter" ? (
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
        ) : null}
      </Card>
      <Loaded query={form} rows={4}>
        {({ sections, crisis, privacy, declaration }) => (
          <>
            <Card title={t("inbox.intake.privacy")}>
              <p className="whitespace-pre-wrap">{privacy}</p>
            </Card>
            {sections.map((section) => (
              <Card key={section.id} title={section.label}>
                <div className="grid gap-4 sm:grid-cols-2">
                  {section.questions.map((question) => (
                    <Question
                      key={question.id}
                      question={question}
                      error={question.fault ?? wrong[question.id]}
                    />
                  ))}
                </div>
                {section.notes.map((note) => (
                  <p key={note} className="whitespace-pre-wrap text-soft" role="status">
                    {note}
                  </p>
                ))}
              </Card>
            ))}
            {crisis === null ? (
              <Card title={t("inbox.case.declaration")}>
                <p className="whitespace-pre-wrap">{declaration}</p>
                <DeclarationFields mobile={answers["mobile"] ?? ""} error={wrong["declaration"]} />
                <Check label={t("inbox.intake.agreed")} checked={hasAgreed} onChange={setAgreed} />
              </Card>
            ) : (
              <Card title={t("inbox.task.crisis")}>
                <p role="alert" className="whitespace-pre-wrap font-medium text-bad">
                  {crisis}
                </p>
              </Card>
            )}
          </>
        )}
      </Loaded>
      <Refused error={save.error} />
      <button
        type="submit"
        className="btn btn-main justify-self-start"
        disabled={!hasAgreed || save.isPending || Boolean(form.data?.crisis)}
      >
        {t("inbox.intake.save")}
      </button>
    </form>
  );
}

const isBox = (target: EventTarget) =>
  target instanceof HTMLInputElement && target.type === "checkbox";

/** What is no answer of the request has a name with one of these beginnings. */
const BESIDE = /^(?:letter|declaration|desk)\./;

function answersOf(form: HTMLFormElement): Record<string, string> {
  const answers: Record<string, string> = {};
  for (const [name, value] of new FormData(form)) {
    const text = typeof value === "string" ? value.trim() : "";
    if (text !== "" && !BESIDE.test(name))
      answers[name] = answers[name] ? `${answers[name]},${text}` : text;
  }
  return answers;
}

function textOf(given: FormData, name: string): string {
  const value = given.get(name);
  return typeof value === "string" ? value.trim() : "";
}

function wrongFields(error: unknown): Record<string, string> {
  if (!error) return {};
  const { data } = asApiError(error);
  if (typeof data !== "object" || data === null || !("fields" in data)) return {};
  return data.fields as Record<string, string>;
}
