import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { ArrowDown } from "lucide-react";
import { useQueryClient } from "@tanstack/react-query";
import type { ConversationView, ThreadItem } from "../../../http/staff/api.ts";
import { joined } from "../api/apply-event.ts";
import { get } from "../api/client.ts";
import { keys } from "../api/queries.ts";
import { useWords } from "../base/texts.tsx";
import { Bubble, PendingBubble } from "./bubble.tsx";
import type { Pending } from "./my-words.ts";

const NEAR_PX = 80;

/** Everything that was said. It stays at its end while one reads there, and stays still while one reads above. */
export function Thread(props: {
  view: ConversationView;
  pending: readonly Pending[];
  onAgain: (one: Pending) => void;
}) {
  const { t } = useWords();
  const { view, pending } = props;
  const log = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const [hasNewer, setNewer] = useState(false);
  const count = view.thread.length + pending.length;

  const toEnd = () => {
    log.current?.scrollTo({ top: log.current.scrollHeight });
    setNewer(false);
  };
  useLayoutEffect(() => {
    if (isAtEnd.current) toEnd();
    else setNewer(true);
  }, [count]);
  useEffect(() => {
    const pane = log.current;
    if (!pane) return;
    const watch = new ResizeObserver(
      () => isAtEnd.current && pane.scrollTo({ top: pane.scrollHeight }),
    );
    watch.observe(pane);
    return () => watch.disconnect();
  }, []);

  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={log}
        role="log"
        aria-live="polite"
        aria-relevant="additions"
        aria-label={t("inbox.thread")}
        tabIndex={0}
        className="relative flex h-full flex-col gap-2 overflow-y-auto px-3 py-3 -outline-offset-2 sm:px-6"
        onScroll={({ currentTarget: pane }) => {
          isAtEnd.current = pane.scrollHeight - pane.scrollTop - pane.clientHeight < NEAR_PX;
          if (isAtEnd.current) setNewer(false);
        }}
      >
        <Older view={view} />
        <div className="mt-auto" />
        {view.thread.map((item, index) => (
          <Dated key={item.id} item={item} before={view.thread[index - 1]} />
        ))}
        {pending.map((one) => (
          <PendingBubble key={one.id} one={one} onAgain={() => props.onAgain(one)} />
        ))}
      </div>
      {hasNewer ? (
        <button
          type="button"
          className="btn btn-small absolute inset-x-0 bottom-2 mx-auto w-fit shadow-card"
          onClick={toEnd}
        >
          <ArrowDown size={16} aria-hidden="true" />
          {t("inbox.thread.newer")}
        </button>
      ) : null}
    </div>
  );
}

function Dated({ item, before }: { item: ThreadItem; before: ThreadItem | undefined }) {
  const { format } = useWords();
  const day = format.both(item.at);
  const isNewDay = !before || format.both(before.at) !== day;
  return (
    <>
      {isNewDay ? (
        <p className="my-1 self-center rounded-full bg-raised px-4 text-xs text-soft">
          <time dateTime={item.at}>{day}</time>
        </p>
      ) : null}
      <Bubble item={item} />
    </>
  );
}

function Older({ view }: { view: ConversationView }) {
  const { t } = useWords();
  const client = useQueryClient();
  const [isBusy, setBusy] = useState(false);
  if (view.before === null) return null;
  const load = async () => {
    setBusy(true);
    try {
      const { id } = view.card;
      const older = await get<ConversationView>(
        `/conversations/${id}?before=${encodeURIComponent(view.before ?? "")}`,
      );
      client.setQueryData<ConversationView>(
        keys.conversation(id),
        (now) => now && { ...now, before: older.before, thread: joined(older.thread, now.thread) },
      );
    } finally {
      setBusy(false);
    }
  };
  return (
    <button
      type="button"
      className="btn btn-small self-center"
      disabled={isBusy}
      onClick={() => void load()}
    >
      {t("inbox.thread.older")}
    </button>
  );
}
