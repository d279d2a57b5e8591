import type { Canned } from "../../../http/staff/api.ts";
import { useCanned } from "../api/queries.ts";
import { useWords } from "../base/texts.tsx";
import { matches } from "./slash.ts";

const MOST = 6;

export function useCannedFor(slash: string | undefined): Canned[] {
  const all = useCanned().data?.canned ?? [];
  if (slash === undefined) return [];
  return all.filter((each) => matches(each, slash)).slice(0, MOST);
}

/** Ready-made answers to choose from, each with the document it is taken from. */
export function CannedList(props: {
  canned: readonly Canned[];
  at: number;
  language: "ar" | "en";
  onChoose: (one: Canned) => void;
}) {
  const { t } = useWords();
  return (
    <ul
      id="canned"
      role="listbox"
      aria-label={t("inbox.canned")}
      className="absolute inset-x-2 bottom-full z-20 mb-1 max-h-72 overflow-y-auto rounded-2xl border border-line bg-card p-1.5 shadow-card"
    >
      {props.canned.map((each, index) => (
        <li
          key={each.id}
          id={`canned-${index}`}
          role="option"
          aria-selected={index === props.at}
          className="grid cursor-pointer rounded-xl px-3 py-1.5 aria-selected:bg-brand-soft"
          onPointerDown={(event) => {
            event.preventDefault(); // the focus stays in the reply
            props.onChoose(each);
          }}
        >
          <span className="flex items-baseline gap-3">
            <bdi className="font-bold text-brand">/{each.shortcut}</bdi>
            {each.citation ? (
              <span className="text-xs text-soft">
                {each.citation.document}، {each.citation.place}
              </span>
            ) : null}
          </span>
          <span dir="auto" className="line-clamp-2 text-start text-sm">
            {each.text[props.language]}
          </span>
        </li>
      ))}
    </ul>
  );
}
