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
    <ol aria-label={t("inbox.case.way")} className="flex gap-1 overflow-x-auto text-xs">
      {stages.map((stage, index) => (
        <li
          key={stage}
          aria-current={index === now ? "step" : undefined}
          className="min-w-20 flex-1"
        >
          <span className={`block h-1.5 rounded-full ${index <= now ? "bg-brand" : "bg-line"}`} />
          <span className={index === now ? "font-bold text-brand" : "text-soft"}>
            {t(`inbox.stage.${stage}`)}
          </span>
        </li>
      ))}
    </ol>
  );
}
