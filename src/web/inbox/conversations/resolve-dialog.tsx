import { useState } from "react";
import type { ConversationView } from "../../../http/staff/api.ts";
import { useConversationVerb } from "../api/queries.ts";
import { useWords } from "../base/texts.tsx";
import { Field } from "../parts/field.tsx";
import { VerbDialog } from "./verb-dialog.tsx";

const reasons = ["answered", "done", "referred_outside", "no_reply", "duplicate", "other"] as const;

/** Never without a reason. */
export function ResolveDialog({ view, onClose }: { view: ConversationView; onClose: () => void }) {
  const { t } = useWords();
  const resolve = useConversationVerb(view.card.id, "resolve");
  const [reason, setReason] = useState<string>("answered");
  const [words, setWords] = useState("");
  const isReady = reason !== "other" || words.trim() !== "";
  return (
    <VerbDialog
      verb="resolve"
      view={view}
      mutation={resolve}
      isReady={isReady}
      onClose={onClose}
      onSubmit={() => ({
        reason: reason === "other" ? words.trim() : t(`inbox.resolve.${reason}`),
      })}
    >
      <fieldset>
        <legend className="font-semibold">{t("inbox.resolve.reason")}</legend>
        {reasons.map((each) => (
          <label key={each} className="flex min-h-11 items-center gap-3">
            <input
              type="radio"
              name="reason"
              className="size-5 accent-brand"
              checked={reason === each}
              onChange={() => setReason(each)}
            />
            {t(`inbox.resolve.${each}`)}
          </label>
        ))}
      </fieldset>
      {reason === "other" ? (
        <Field label={t("inbox.resolve.words")}>
          {(ids) => (
            <textarea
              {...ids}
              dir="auto"
              rows={2}
              required
              className="field"
              value={words}
              onChange={(event) => setWords(event.target.value)}
            />
          )}
        </Field>
      ) : null}
      <p className="text-sm text-soft">{t("inbox.resolve.hint")}</p>
    </VerbDialog>
  );
}
