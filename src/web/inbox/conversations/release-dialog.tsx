import { useState } from "react";
import type { ConversationView } from "../../../http/staff/api.ts";
import { useConversationVerb } from "../api/queries.ts";
import { useWords } from "../base/texts.tsx";
import { Field } from "../parts/field.tsx";
import { VerbDialog } from "./verb-dialog.tsx";

/** Back to the bot: from which question it goes on, and a note for whoever comes next. */
export function ReleaseDialog({ view, onClose }: { view: ConversationView; onClose: () => void }) {
  const { t } = useWords();
  const release = useConversationVerb(view.card.id, "release");
  const [step, setStep] = useState(view.resumeAt[0]?.step ?? "");
  const hasMenu = view.resumeAt.some((each) => each.step === "menu");
  const [note, setNote] = useState("");
  return (
    <VerbDialog
      verb="release"
      view={view}
      mutation={release}
      onClose={onClose}
      onSubmit={() => ({
        ...(step ? { step } : {}),
        ...(note.trim() ? { note: note.trim() } : {}),
      })}
    >
      <Field
        label={t("inbox.release.step")}
        hint={view.hasDraft ? t("inbox.release.draft") : undefined}
      >
        {(ids) => (
          <select
            {...ids}
            className="field"
            value={step}
            onChange={(event) => setStep(event.target.value)}
          >
            {view.resumeAt.map((each) => (
              <option key={each.step} value={each.step}>
                {each.label}
              </option>
            ))}
            {hasMenu ? null : <option value="">{t("inbox.release.menu")}</option>}
          </select>
        )}
      </Field>
      <Field label={t("inbox.release.note")} hint={t("inbox.compose.note.hint")}>
        {(ids) => (
          <textarea
            {...ids}
            dir="auto"
            rows={3}
            className="field"
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        )}
      </Field>
    </VerbDialog>
  );
}
