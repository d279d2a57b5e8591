import { useState, type SubmitEvent } from "react";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import type { RecoveryCodes, SetUp } from "../../../http/staff/api.ts";
import { get, post } from "../api/client.ts";
import { formCode, formText } from "../base/form-text.ts";
import { useWords } from "../base/texts.tsx";
import { Field } from "../parts/field.tsx";
import { useTitle } from "../parts/page.tsx";
import { QrCode } from "../parts/qr-code.tsx";
import { Refused } from "../parts/refused.tsx";
import { Loaded } from "../parts/states.tsx";

/** The one-time link: a password of one's own, the second factor where the role needs it, and the recovery codes, once. */
export function SetUpPage() {
  const { t } = useWords();
  useTitle(t("inbox.set_up"));
  const { token = "" } = useParams();
  const [codes, setCodes] = useState<string[]>();
  const setUp = useQuery({
    queryKey: ["set-up", token],
    queryFn: () => get<SetUp>(`/setup/${token}`),
    retry: false,
    refetchOnWindowFocus: false,
  });
  return (
    <main className="grid min-h-full place-items-center p-4">
      <div className="panel grid w-full max-w-md gap-4 p-6 shadow-card sm:p-8">
        <h1 className="text-xl font-bold">{t("inbox.set_up")}</h1>
        {codes ? (
          <Codes codes={codes} />
        ) : (
          <Loaded query={setUp}>
            {(data) => <Form setUp={data} token={token} onDone={setCodes} />}
          </Loaded>
        )}
      </div>
    </main>
  );
}

function Form({
  setUp,
  token,
  onDone,
}: {
  setUp: SetUp;
  token: string;
  onDone: (codes: string[]) => void;
}) {
  const { t } = useWords();
  const [failure, setFailure] = useState<unknown>();
  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const code = formCode(data, "code");
    try {
      const { codes } = await post<RecoveryCodes>(`/setup/${token}`, {
        password: formText(data, "password"),
        ...(code ? { code } : {}),
      });
      onDone(codes);
    } catch (error) {
      setFailure(error);
    }
  };
  return (
    <form className="grid gap-4" onSubmit={(event) => void submit(event)}>
      <p>
        {t("inbox.set_up.for")} <bdi className="font-semibold">{setUp.name}</bdi>
      </p>
      <Field label={t("inbox.set_up.password")} hint={t("inbox.set_up.password.hint")}>
        {(ids) => (
          <input
            {...ids}
            name="password"
            type="password"
            minLength={12}
            className="field"
            autoComplete="new-password"
            required
            dir="ltr"
          />
        )}
      </Field>
      {setUp.otpauth ? (
        <>
          <p>{t("inbox.set_up.scan")}</p>
          <QrCode text={setUp.otpauth} label={t("inbox.set_up.qr")} />
          <Field label={t("inbox.log_in.code")}>
            {(ids) => (
              <input
                {...ids}
                name="code"
                className="field text-center"
                autoComplete="one-time-code"
                inputMode="numeric"
                required
                dir="ltr"
              />
            )}
          </Field>
        </>
      ) : null}
      <Refused error={failure} />
      <button type="submit" className="btn btn-main">
        {t("inbox.set_up.save")}
      </button>
    </form>
  );
}

function Codes({ codes }: { codes: string[] }) {
  const { t } = useWords();
  return (
    <>
      <p>{t(codes.length > 0 ? "inbox.set_up.codes" : "inbox.set_up.done")}</p>
      <ul className="grid grid-cols-2 gap-2 text-center font-mono">
        {codes.map((code) => (
          <li key={code} className="rounded-lg bg-raised p-2">
            <bdi>{code}</bdi>
          </li>
        ))}
      </ul>
      <Link to="/log-in" className="btn btn-main">
        {t("inbox.log_in")}
      </Link>
    </>
  );
}
