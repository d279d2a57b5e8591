import { useState } from "react";
import type { CaseDetail, CaseVerbs } from "../../../http/staff/api.ts";
import { useCaseVerb } from "../api/queries.ts";
import { thenClose } from "../base/then-close.ts";
import { useWords } from "../base/texts.tsx";
import { PlainText } from "../conversations/plain-text.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { Field } from "../parts/field.tsx";
import { Refused } from "../parts/refused.tsx";
import { PreviewOf } from "./preview.tsx";

type Body = CaseVerbs["decide_objection"];

/** Heard by others than those who decided; the server knows who they are. */
export function ObjectionDialog({ detail, onClose }: { detail: CaseDetail; onClose: () => void }) {
  const { t } = useWords();
  const decide = useCaseVerb(detail, "decide_objection");
  const [result, setResult] = useState<Body["result"]>("rejected");
  const [reason, setReason] = useState("");
  const [isPreviewing, setPreviewing] = useState(false);
  const body: Body = { result, reason: reason.trim() };
  return (
    <Dialog title={t("inbox.verb.decide_objection")} onClose={onClose} wide>
      {detail.objection ? (
        <blockquote className="rounded-2xl bg-raised p-3">
          <PlainText text={detail.objection.text} />
        </blockquote>
      ) : null}
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (isPreviewing) thenClose(decide.mutateAsync(body), onClose);
          else setPreviewing(true);
        }}
      >
        {isPreviewing ? (
          <PreviewOf detail={detail} verb="decide_objection" data={{ ...body }} />
        ) : (
          <>
            <fieldset className="flex flex-wrap gap-x-6">
              <legend className="font-semibold">{t("inbox.decide.outcome")}</legend>
              {(["upheld", "rejected"] as const).map((each) => (
                <label key={each} className="flex min-h-11 items-center gap-3">
                  <input
                    type="radio"
                    name="result"
                    className="size-5 accent-brand"
                    checked={result === each}
                    onChange={() => setResult(each)}
                  />
                  {t(`inbox.objection.${each}`)}
                </label>
              ))}
            </fieldset>
            <Field label={t("inbox.decide.reason")} hint={t("inbox.decide.reason.hint")}>
              {(ids) => (
                <textarea
                  {...ids}
                  dir="auto"
                  rows={3}
                  required
                  className="field"
                  value={reason}
                  onChange={(event) => setReason(event.target.value)}
                />
              )}
            </Field>
          </>
        )}
        <Refused error={decide.error} />
        <div className="flex gap-2">
          <button
            type="submit"
            className="btn btn-main"
            disabled={reason.trim() === "" || decide.isPending}
          >
            {t(isPreviewing ? "inbox.decide.record" : "inbox.decide.preview")}
          </button>
          {isPreviewing ? (
            <button type="button" className="btn" onClick={() => setPreviewing(false)}>
              {t("inbox.decide.back")}
            </button>
          ) : null}
        </div>
      </form>
    </Dialog>
  );
}
