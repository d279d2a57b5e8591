import { useState } from "react";
import type { ConversationView } from "../../../http/staff/api.ts";
import { useColleagues, useConversationVerb } from "../api/queries.ts";
import { useWords } from "../base/texts.tsx";
import { Loaded } from "../parts/states.tsx";
import { VerbDialog } from "./verb-dialog.tsx";

/** To one colleague, with what each has in hand already. */
export function AssignDialog({ view, onClose }: { view: ConversationView; onClose: () => void }) {
  const { t, format } = useWords();
  const assign = useConversationVerb(view.card.id, "assign");
  const colleagues = useColleagues(true);
  const [to, setTo] = useState("");
  return (
    <VerbDialog
      verb="assign"
      view={view}
      mutation={assign}
      isReady={to !== ""}
      onClose={onClose}
      onSubmit={() => ({ to })}
    >
      <Loaded query={colleagues} rows={3} isEmpty={(data) => data.colleagues.length === 0}>
        {(data) => (
          <fieldset className="grid">
            <legend className="mb-1 font-semibold">{t("inbox.assign.to")}</legend>
            {data.colleagues.map((each) => (
              <label key={each.id} className="flex min-h-11 items-center gap-3">
                <input
                  type="radio"
                  name="to"
                  className="size-5 accent-brand"
                  disabled={each.presence === "offline"}
                  checked={to === each.id}
                  onChange={() => setTo(each.id)}
                />
                <bdi className="flex-1 font-medium">{each.name}</bdi>
                <span className="text-sm text-soft">
                  {t(`inbox.presence.${each.presence}`)}،{" "}
                  {t("inbox.assign.holding", {
                    count: each.holding,
                    n: format.number(each.holding),
                  })}
                </span>
              </label>
            ))}
          </fieldset>
        )}
      </Loaded>
    </VerbDialog>
  );
}
