import type { CaseDetail } from "../../../http/staff/api.ts";
import { useWords } from "../base/texts.tsx";

/** What the person said, each with where it came from. */
export function Answers({ detail }: { detail: CaseDetail }) {
  const { t } = useWords();
  return (
    <dl className="grid text-[0.9rem]">
      {detail.answers.map(({ id, label, value, source, edited }) => (
        <div
          key={id}
          className="grid gap-x-4 border-t border-line py-1.5 first:border-t-0 sm:grid-cols-[2fr_3fr]"
        >
          <dt className="text-soft">{label}</dt>
          <dd className="flex flex-wrap items-center gap-x-2">
            <span dir="auto" className="font-medium whitespace-pre-wrap">
              {value}
            </span>
            <span className="text-xs text-soft">{t(`inbox.source_${source}`)}</span>
            {edited ? <span className="chip">{t("inbox.case.edited")}</span> : null}
          </dd>
        </div>
      ))}
    </dl>
  );
}
