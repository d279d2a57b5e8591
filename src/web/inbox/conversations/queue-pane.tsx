import { useEffect } from "react";
import { Siren } from "lucide-react";
import { Tabs } from "radix-ui";
import { useNavigate, useSearchParams } from "react-router";
import type { Card, Queue } from "../../../http/staff/api.ts";
import { useCards, useCounts } from "../api/queries.ts";
import { useShortcuts } from "../base/keyboard.ts";
import { useWords } from "../base/texts.tsx";
import { useMay } from "../frame/rights.tsx";
import { Empty, Loaded } from "../parts/states.tsx";
import { QueueCard } from "./queue-card.tsx";

const queues = ["mine", "unassigned", "waiting", "snoozed", "all"] as const;

/** The queues of the office. Who may be in danger stands above them, always, in a lane of its own. */
export function QueuePane({ selected }: { selected: string | undefined }) {
  const { t, format } = useWords();
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const queue = queueOf(search.get("queue"));
  const counts = useCounts(true).data;
  const list = useCards(queue);
  const cards = list.data?.pages.flatMap((page) => page.cards) ?? [];

  const open = (step: 1 | -1) => {
    // By the address and not by what is drawn: two quick steps are two steps.
    const opened = /\/c\/([^/]+)/.exec(location.pathname)?.[1];
    const at = cards.findIndex(({ id }) => id === opened);
    const next = cards[at < 0 ? 0 : at + step];
    if (next) void navigate(`/c/${next.id}?queue=${queue}`);
  };
  useShortcuts({ KeyJ: () => open(1), KeyK: () => open(-1) });
  useEffect(() => {
    document
      .querySelector('[aria-current="page"][data-card]')
      ?.scrollIntoView({ block: "nearest" });
  }, [selected]);

  return (
    <div className="flex h-full flex-col">
      <CrisisLane selected={selected} isOpen={queue === "crisis"} />
      <Tabs.Root
        value={queue}
        activationMode="manual"
        onValueChange={(next) =>
          void navigate(`${selected ? `/c/${selected}` : "/"}?queue=${next}`)
        }
        className="flex min-h-0 flex-1 flex-col"
      >
        <Tabs.List
          aria-label={t("inbox.queues")}
          className="flex shrink-0 gap-0.5 overflow-x-auto border-b border-line px-1.5 pt-1"
        >
          {queues.map((each) => (
            <Tabs.Trigger
              key={each}
              value={each}
              className="flex min-h-11 flex-1 flex-col items-center justify-center rounded-t-xl border-b-3 border-transparent px-1.5 text-[0.8125rem] leading-tight font-semibold text-soft data-[state=active]:border-brand data-[state=active]:text-brand"
            >
              <span className="tabular-nums">{format.number(counts?.[each] ?? 0)}</span>
              <span className="whitespace-nowrap">{t(`inbox.queue.${each}`)}</span>
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        <Tabs.Content
          value={queue}
          tabIndex={-1}
          className="relative min-h-0 flex-1 overflow-y-auto"
        >
          <Loaded
            query={list}
            rows={8}
            isEmpty={() => cards.length === 0}
            empty={
              <Empty
                title={t(`inbox.queue.${queue}.empty`)}
                hint={t(`inbox.queue.${queue}.hint`)}
              />
            }
          >
            {() => (
              <>
                <Cards cards={cards} queue={queue} selected={selected} />
                {list.hasNextPage ? (
                  <div className="grid p-3">
                    <button
                      type="button"
                      className="btn"
                      disabled={list.isFetchingNextPage}
                      onClick={() => void list.fetchNextPage()}
                    >
                      {t("inbox.more")}
                    </button>
                  </div>
                ) : null}
              </>
            )}
          </Loaded>
        </Tabs.Content>
      </Tabs.Root>
    </div>
  );
}

function CrisisLane({ selected, isOpen }: { selected: string | undefined; isOpen: boolean }) {
  const { t } = useWords();
  const may = useMay();
  const count = useCounts(true).data?.crisis ?? 0;
  const cards =
    useCards("crisis", may("crisis.see")).data?.pages.flatMap((page) => page.cards) ?? [];
  if (!may("crisis.see") || (count === 0 && !isOpen)) return null;
  return (
    <section
      aria-label={t("inbox.queue.crisis")}
      className="shrink-0 border-b-4 border-bad bg-bad-soft"
    >
      <h2 className="flex items-center gap-2 px-3 pt-2 font-bold text-bad">
        <Siren size={20} aria-hidden="true" />
        {t("inbox.queue.crisis")}
      </h2>
      {cards.length > 0 ? (
        <div className="relative max-h-[38dvh] overflow-y-auto">
          <Cards cards={cards} queue="crisis" selected={selected} />
        </div>
      ) : (
        <p className="px-3 pb-2 text-sm">{t("inbox.queue.crisis.empty")}</p>
      )}
    </section>
  );
}

function Cards(props: { cards: readonly Card[]; queue: Queue; selected: string | undefined }) {
  return (
    <ul className="grid grid-cols-[minmax(0,1fr)] gap-px">
      {props.cards.map((card) => (
        <li
          key={card.id}
          className="[contain-intrinsic-size:auto_5.5rem] [content-visibility:auto]"
        >
          <QueueCard card={card} queue={props.queue} isSelected={card.id === props.selected} />
        </li>
      ))}
    </ul>
  );
}

function queueOf(text: string | null): Queue {
  return text === "crisis" ? "crisis" : (queues.find((each) => each === text) ?? "mine");
}
