import { useState } from "react";
import type { ConversationView } from "../../../http/staff/api.ts";
import { useConversationVerb } from "../api/queries.ts";
import { useWords } from "../base/texts.tsx";
import { useNow } from "../base/use-now.ts";
import { Field } from "../parts/field.tsx";
import { Day } from "../parts/time.tsx";
import { fromRiyadh, presets } from "./snooze-times.ts";
import { VerbDialog } from "./verb-dialog.tsx";

/** Later, by the clock of Riyadh; an answer of the person wakes it before. The server moves what falls outside the working days. */
export function SnoozeDialog({ view, onClose }: { view: ConversationView; onClose: () => void }) {
  const { t } = useWords();
  const snooze = useConversationVerb(view.card.id, "snooze");
  const now = useNow();
  const [chosen, setChosen] = useState("later");
  const [own, setOwn] = useState("");
  const times = presets(new Date(now));
  const until =
    chosen === "own"
      ? own === ""
        ? undefined
        : fromRiyadh(own)
      : times.find(({ id }) => id === chosen)?.at;
  return (
    <VerbDialog
      verb="snooze"
      view={view}
      mutation={snooze}
      isReady={until !== undefined && until.getTime() > now}
      onClose={onClose}
      onSubmit={() => ({ until: (until ?? new Date(now)).toISOString() })}
    >
      <fieldset>
        <legend className="font-semibold">{t("inbox.snooze.until")}</legend>
        {[...times, { id: "own", at: undefined }].map(({ id, at }) => (
          <label key={id} className="flex min-h-11 items-center gap-3">
            <input
              type="radio"
              name="until"
              className="size-5 accent-brand"
              checked={chosen === id}
              onChange={() => setChosen(id)}
            />
            <span>{t(`inbox.snooze.${id}`)}</span>
            {at ? (
              <span className="text-sm text-soft">
                <Day at={at.toISOString()} clock />
              </span>
            ) : null}
          </label>
        ))}
      </fieldset>
      {chosen === "own" ? (
        <Field label={t("inbox.snooze.own")}>
          {(ids) => (
            <input
              {...ids}
              type="datetime-local"
              required
              className="field"
              value={own}
              onChange={(event) => setOwn(event.target.value)}
            />
          )}
        </Field>
      ) : null}
      <p className="text-sm text-soft">{t("inbox.snooze.hint")}</p>
    </VerbDialog>
  );
}
