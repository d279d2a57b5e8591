import { useWords } from "../base/texts.tsx";

const stages = [
  "awaiting_documents",
  "submitted",
  "matched",
  "committee",
  "decided",
  "delivered",
  "closed",
] as const;

/** The way of a case, with the place where it is now. */
export function LifeLine({ state }: { state: string }) {
  const { t } = useWords();
  const now = stages.findIndex((each) => each === state);
  return (
    <ol aria-label={t("inbox.case.way")} className="grid grid-cols-7 gap-1 text-xs">
      {stages.map((stage, index) => (
        <li key={stage} aria-current={index === now ? "step" : undefined} className="min-w-0">
          <span className={`block h-1.5 rounded-full ${index <= now ? "bg-brand" : "bg-line"}`} />
          <span
            className={
              index === now ? "font-bold text-brand max-sm:sr-only" : "text-soft max-sm:sr-only"
            }
          >
            {t(`inbox.stage.${stage}`)}
          </span>
        </li>
      ))}
    </ol>
  );
}
