import { useState } from "react";
import type { CaseDetail } from "../../../http/staff/api.ts";
import { useCaseVerb } from "../api/queries.ts";
import { thenClose } from "../base/then-close.ts";
import { useWords } from "../base/texts.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { Check } from "../parts/field.tsx";
import { Refused } from "../parts/refused.tsx";

/** A case that asks for no document is matched too: the officer ticks the answers that were compared. */
export function MatchDataDialog({ detail, onClose }: { detail: CaseDetail; onClose: () => void }) {
  const { t } = useWords();
  const match = useCaseVerb(detail, "match_data");
  const [fields, setFields] = useState<readonly string[]>([]);
  return (
    <Dialog title={t("inbox.verb.match_data")} onClose={onClose}>
      <form
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          thenClose(match.mutateAsync({ fields: [...fields] }), onClose);
        }}
      >
        <fieldset>
          <legend className="font-semibold">{t("inbox.match.fields")}</legend>
          {detail.answers.map(({ id, label, value }) => (
            <Check
              key={id}
              label={
                <>
                  {label}: <span dir="auto">{value}</span>
                </>
              }
              checked={fields.includes(id)}
              onChange={(isTicked) =>
                setFields(isTicked ? [...fields, id] : fields.filter((each) => each !== id))
              }
            />
          ))}
        </fieldset>
        <Refused error={match.error} />
        <button
          type="submit"
          className="btn btn-main"
          disabled={fields.length === 0 || match.isPending}
        >
          {t("inbox.verb.match_data")}
        </button>
      </form>
    </Dialog>
  );
}
