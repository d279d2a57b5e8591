import { useState, type SubmitEvent } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearchParams } from "react-router";
import type { LoggedIn, LogIn } from "../../../http/staff/api.ts";
import { asApiError, post, setCsrf } from "../api/client.ts";
import { keys } from "../api/queries.ts";
import { formCode, formText } from "../base/form-text.ts";
import { prefer } from "../base/preferences.ts";
import { useWords } from "../base/texts.tsx";
import { Field } from "../parts/field.tsx";
import { useTitle } from "../parts/page.tsx";

/** Name, password and the code of the second factor. The answer is the same whoever is not let in. */
export function LogInPage() {
  const { t, has, language } = useWords();
  useTitle(t("inbox.log_in"));
  const client = useQueryClient();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const [failure, setFailure] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const [isRecovery, setRecovery] = useState(false);

  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const code = formCode(data, "code");
    const body: LogIn = {
      name: formText(data, "name"),
      password: formText(data, "password"),
      ...(code ? { code } : {}),
    };
    setBusy(true);
    setFailure(undefined);
    try {
      const { csrf } = await post<LoggedIn>("/session", body);
      setCsrf(csrf);
      await client.resetQueries({ queryKey: keys.me });
      const to = search.get("to") ?? "/";
      await navigate(to.startsWith("/") && !to.startsWith("//") ? to : "/", { replace: true });
    } catch (error) {
      const { status, code } = asApiError(error);
      const own = `refusal.${code}`;
      setFailure(has(own) ? own : (failures[status] ?? "inbox.log_in.refused"));
    } finally {
      setBusy(false);
    }
  };

  return (
    <main className="grid min-h-full place-items-center p-4">
      <div className="panel w-full max-w-md p-6 shadow-card sm:p-8">
        <div className="mb-6 flex items-center gap-4">
          <span
            lang="ar"
            aria-hidden="true"
            className="grid size-14 shrink-0 place-items-center rounded-2xl bg-brand text-xl font-bold text-on-brand"
          >
            وصل
          </span>
          <div>
            <h1 className="text-xl font-bold">{t("inbox.title")}</h1>
            <p className="text-soft">{t("inbox.log_in.lead")}</p>
          </div>
        </div>
        <form className="grid gap-4" onSubmit={(event) => void submit(event)}>
          <Field label={t("inbox.log_in.name")}>
            {(ids) => (
              <input
                {...ids}
                name="name"
                className="field"
                autoComplete="username"
                required
                dir="auto"
              />
            )}
          </Field>
          <Field label={t("inbox.log_in.password")}>
            {(ids) => (
              <input
                {...ids}
                name="password"
                type="password"
                className="field"
                autoComplete="current-password"
                required
                dir="ltr"
              />
            )}
          </Field>
          <Field
            label={t(isRecovery ? "inbox.log_in.recovery" : "inbox.log_in.code")}
            hint={t(isRecovery ? "inbox.log_in.recovery.hint" : "inbox.log_in.code.hint")}
          >
            {(ids) => (
              <input
                {...ids}
                name="code"
                className="field text-center text-lg tracking-widest"
                dir="ltr"
                autoComplete="one-time-code"
                inputMode={isRecovery ? "text" : "numeric"}
              />
            )}
          </Field>
          <div aria-live="assertive">
            {failure ? (
              <p className="rounded-xl bg-bad-soft px-4 py-2 font-medium text-bad">{t(failure)}</p>
            ) : null}
          </div>
          <button type="submit" className="btn btn-main" disabled={isBusy}>
            {t(isBusy ? "inbox.log_in.busy" : "inbox.log_in")}
          </button>
        </form>
        <div className="mt-3 flex flex-wrap justify-between gap-2">
          <button
            type="button"
            className="btn btn-quiet btn-small"
            onClick={() => setRecovery(!isRecovery)}
          >
            {t(isRecovery ? "inbox.log_in.use_code" : "inbox.log_in.use_recovery")}
          </button>
          <button
            type="button"
            className="btn btn-quiet btn-small"
            lang={language === "ar" ? "en" : "ar"}
            onClick={() => prefer({ language: language === "ar" ? "en" : "ar" })}
          >
            {t("inbox.other_language")}
          </button>
        </div>
      </div>
    </main>
  );
}

const failures: Record<number, string> = {
  0: "inbox.failed.offline.hint",
  401: "inbox.log_in.refused",
  429: "inbox.log_in.slow",
};
