import { useState } from "react";
import type { ConversationView } from "../../../http/staff/api.ts";
import { useConversationVerb } from "../api/queries.ts";
import { useWords } from "../base/texts.tsx";
import { Field } from "../parts/field.tsx";
import { VerbDialog } from "./verb-dialog.tsx";

/** To the specialist whom the association's policy names, with the reason. */
export function ReferDialog({ view, onClose }: { view: ConversationView; onClose: () => void }) {
  const { t } = useWords();
  const refer = useConversationVerb(view.card.id, "refer");
  const [reason, setReason] = useState("");
  return (
    <VerbDialog
      verb="refer"
      view={view}
      mutation={refer}
      isReady={reason.trim() !== ""}
      onClose={onClose}
      onSubmit={() => ({ reason: reason.trim() })}
    >
      <Field label={t("inbox.refer.reason")} hint={t("inbox.refer.hint")}>
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
    </VerbDialog>
  );
}
