import type { CaseCard } from "../../../http/staff/api.ts";
import { useWords } from "../base/texts.tsx";

/** Where a case stands, in words. */
export function StateChips({ card }: { card: CaseCard }) {
  const { t, format } = useWords();
  return (
    <p className="flex flex-wrap gap-1.5">
      <span className="chip chip-good">{card.stateLabel}</span>
      {card.urgent ? <span className="chip chip-warn">{t("inbox.priority.urgent")}</span> : null}
      {card.suspended ? <span className="chip chip-bad">{t("inbox.case.suspended")}</span> : null}
      {card.missing > 0 ? (
        <span className="chip chip-warn">
          {t("inbox.case.missing", { count: card.missing, n: format.number(card.missing) })}
        </span>
      ) : null}
    </p>
  );
}
