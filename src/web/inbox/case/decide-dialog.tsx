import { useState } from "react";
import type { CaseDetail, CaseVerbs } from "../../../http/staff/api.ts";
import { useCaseVerb } from "../api/queries.ts";
import { thenClose } from "../base/then-close.ts";
import { useWords } from "../base/texts.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { Check, Field } from "../parts/field.tsx";
import { Refused } from "../parts/refused.tsx";
import { Gates } from "./gates.tsx";
import { PreviewOf } from "./preview.tsx";
import { ReasonSelect } from "./reason-select.tsx";

const outcomes = ["accepted", "partly", "deferred", "declined"] as const;
type Decide = CaseVerbs["decide"];
const nothingYet = { reason: "", advice: "", grant: "", earlyReason: "", nextSessionOn: "" };

/** The decision, and before it leaves: the letter and the messages as the person will get them. */
export function DecideDialog({ detail, onClose }: { detail: CaseDetail; onClose: () => void }) {
  const { t } = useWords();
  const decide = useCaseVerb(detail, "decide");
  const [outcome, setOutcome] = useState<Decide["outcome"]>("accepted");
  const [words, setWords] = useState(nothingYet);
  const [isPaid, setPaid] = useState(false);
  const [isPreviewing, setPreviewing] = useState(false);
  const isGranted = outcome === "accepted" || outcome === "partly";
  const body: Decide = {
    outcome,
    ...filled(words, outcome),
    ...(isGranted && isPaid ? { payout: true } : {}),
  };
  const needsReason = outcome !== "accepted";
  const isReady = !needsReason || words.reason.trim() !== "";
  const isEarly = detail.gates.some(({ id, met }) => id === "two_weeks" && !met);
  const area = (name: "advice" | "grant" | "earlyReason") => (
    <Field label={t(`inbox.decide.${name}`)} hint={t(`inbox.decide.${name}.hint`)}>
      {(ids) => (
        <textarea
          {...ids}
          dir="auto"
          rows={2}
          className="field"
          value={words[name]}
          onChange={(event) => setWords({ ...words, [name]: event.target.value })}
        />
      )}
    </Field>
  );

  return (
    <Dialog title={t("inbox.verb.decide")} onClose={onClose} wide>
      {isPreviewing ? (
        <>
          <PreviewOf detail={detail} verb="decide" data={{ ...body }} />
          <Refused error={decide.error} />
          <div className="flex flex-wrap gap-2">
            <button
              type="button"
              className="btn btn-main"
              disabled={decide.isPending}
              onClick={() => thenClose(decide.mutateAsync(body), onClose)}
            >
              {t("inbox.decide.record")}
            </button>
            <button type="button" className="btn" onClick={() => setPreviewing(false)}>
              {t("inbox.decide.back")}
            </button>
          </div>
        </>
      ) : (
        <form
          className="grid gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            setPreviewing(true);
          }}
        >
          <Gates gates={detail.gates} />
          <fieldset>
            <legend className="font-semibold">{t("inbox.decide.outcome")}</legend>
            <div className="grid sm:grid-cols-2">
              {outcomes.map((each) => (
                <label key={each} className="flex min-h-11 items-center gap-3">
                  <input
                    type="radio"
                    name="outcome"
                    className="size-5 accent-brand"
                    checked={outcome === each}
                    onChange={() => setOutcome(each)}
                  />
                  {t(`inbox.outcome.${each}`)}
                </label>
              ))}
            </div>
          </fieldset>
          {needsReason ? (
            <ReasonSelect
              value={words.reason}
              onChange={(reason) => setWords({ ...words, reason })}
            />
          ) : null}
          {isGranted ? area("grant") : area("advice")}
          {isGranted ? (
            <Check label={t("inbox.decide.payout")} checked={isPaid} onChange={setPaid} />
          ) : null}
          {outcome === "deferred" ? (
            <Field label={t("inbox.decide.nextSessionOn")}>
              {(ids) => (
                <input
                  {...ids}
                  type="date"
                  className="field"
                  value={words.nextSessionOn}
                  onChange={(event) => setWords({ ...words, nextSessionOn: event.target.value })}
                />
              )}
            </Field>
          ) : null}
          {isEarly ? area("earlyReason") : null}
          <button type="submit" className="btn btn-main" disabled={!isReady}>
            {t("inbox.decide.preview")}
          </button>
        </form>
      )}
    </Dialog>
  );
}

/** Only what belongs to this outcome leaves the form. */
function filled(words: typeof nothingYet, outcome: Decide["outcome"]): Partial<Decide> {
  const isGranted = outcome === "accepted" || outcome === "partly";
  const wanted = {
    reason: outcome === "accepted" ? "" : words.reason,
    advice: isGranted ? "" : words.advice,
    grant: isGranted ? words.grant : "",
    earlyReason: words.earlyReason,
    nextSessionOn: outcome === "deferred" ? words.nextSessionOn : "",
  };
  return Object.fromEntries(
    Object.entries(wanted)
      .map(([name, text]) => [name, text.trim()] as const)
      .filter(([, text]) => text !== ""),
  );
}
