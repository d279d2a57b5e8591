import { useState } from "react";
import { useMutation } from "@tanstack/react-query";
import type { DeskIntake, Uploaded } from "../../../http/staff/api.ts";
import { post, upload } from "../api/client.ts";
import { useWords } from "../base/texts.tsx";
import { Field } from "../parts/field.tsx";
import { Refused } from "../parts/refused.tsx";

type Method = DeskIntake["declaration"]["method"];
const methods = ["paper", "read_aloud", "code"] as const satisfies readonly Method[];

/** How the person answered for the request: what stands as evidence beside who took it and when. */
export function DeclarationFields({
  mobile,
  error,
}: {
  mobile: string;
  error: string | undefined;
}) {
  const { t } = useWords();
  const [method, setMethod] = useState<Method>("paper");
  const scan = useMutation({ mutationFn: (file: File) => upload<Uploaded>("/files", file) });
  const code = useMutation({ mutationFn: () => post("/intake/code", { mobile }) });
  return (
    <div className="grid gap-4">
      <Field label={t("inbox.intake.method")}>
        {(ids) => (
          <select
            {...ids}
            name="declaration.method"
            className="field"
            value={method}
            onChange={(event) => setMethod(event.target.value as Method)}
          >
            {methods.map((each) => (
              <option key={each} value={each}>
                {t(`inbox.intake.method.${each}`)}
              </option>
            ))}
          </select>
        )}
      </Field>
      {method === "paper" ? (
        <Field label={t("inbox.intake.scan")} hint={t("inbox.intake.scan.hint")} error={error}>
          {(ids) => (
            <input
              {...ids}
              type="file"
              accept="image/jpeg,image/png,image/webp,application/pdf"
              className="field"
              onChange={(event) => {
                const file = event.target.files?.[0];
                if (file) scan.mutate(file);
              }}
            />
          )}
        </Field>
      ) : null}
      {method === "read_aloud" ? (
        <Field label={t("inbox.intake.witness")} error={error}>
          {(ids) => (
            <input {...ids} name="declaration.witness" required minLength={2} className="field" />
          )}
        </Field>
      ) : null}
      {method === "code" ? (
        <>
          <button
            type="button"
            className="btn justify-self-start"
            disabled={mobile === "" || code.isPending}
            onClick={() => code.mutate()}
          >
            {t("inbox.intake.code.send")}
          </button>
          {code.isSuccess ? <p role="status">{t("inbox.intake.code.sent")}</p> : null}
          <Field label={t("inbox.intake.code")} error={error}>
            {(ids) => (
              <input
                {...ids}
                name="declaration.code"
                required
                inputMode="numeric"
                dir="ltr"
                autoComplete="off"
                className="field"
              />
            )}
          </Field>
        </>
      ) : null}
      <input type="hidden" name="declaration.scan" value={scan.data?.id ?? ""} />
      {scan.data ? (
        <p role="status">
          {t("inbox.file.added")} <bdi>{scan.data.fileName}</bdi>
        </p>
      ) : null}
      <Refused error={scan.error ?? code.error} />
    </div>
  );
}

export function declarationFrom(given: FormData): DeskIntake["declaration"] {
  const text = (name: string) => {
    const value = given.get(`declaration.${name}`);
    return typeof value === "string" ? value.trim() : "";
  };
  switch (text("method")) {
    case "read_aloud":
      return { method: "read_aloud", witness: text("witness") };
    case "code":
      return { method: "code", code: text("code") };
    default:
      return text("scan") === "" ? { method: "paper" } : { method: "paper", scan: text("scan") };
  }
}
