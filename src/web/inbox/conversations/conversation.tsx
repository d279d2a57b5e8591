import { useEffect, useRef, useState } from "react";
import { ArrowRight, PanelLeft } from "lucide-react";
import { Link, useSearchParams } from "react-router";
import type { ConversationView } from "../../../http/staff/api.ts";
import { useWords } from "../base/texts.tsx";
import { useMyself } from "../frame/rights.tsx";
import { Actions } from "./actions.tsx";
import { Composer, type ComposerHandle } from "./composer.tsx";
import { ChannelIcon, HolderMark } from "./queue-card.tsx";
import { Thread } from "./thread.tsx";
import { useMyWords } from "./my-words.ts";
import { usePresence } from "./use-presence.ts";
import { useRead } from "./use-read.ts";

/** One conversation: whose it is, what was said, and where one answers. */
export function Conversation({ view, onFacts }: { view: ConversationView; onFacts: () => void }) {
  const composer = useRef<ComposerHandle>(null);
  const [isTyping, setTyping] = useState(false);
  const mine = useMyWords(view);
  usePresence(view.card.id, isTyping);
  useRead(view);
  return (
    <section className="flex h-full min-h-0 flex-col">
      <Head view={view} onFacts={onFacts} />
      <Actions
        view={view}
        onReply={() => composer.current?.write("reply")}
        onNote={() => composer.current?.write("note")}
      />
      <Thread view={view} pending={mine.pending} onAgain={mine.again} />
      <Viewers view={view} />
      <Composer ref={composer} view={view} onSend={mine.send} onTyping={setTyping} />
    </section>
  );
}

function Head({ view, onFacts }: { view: ConversationView; onFacts: () => void }) {
  const { t } = useWords();
  const [search] = useSearchParams();
  const heading = useRef<HTMLHeadingElement>(null);
  const { card } = view;
  useEffect(() => {
    // On a telephone the list is gone: the place of reading goes on here. Beside the list the focus stays where it was.
    if (!matchMedia("(min-width: 40rem)").matches) heading.current?.focus();
  }, [card.id]);
  return (
    <header className="flex items-center gap-2 border-b border-line bg-card px-2 py-1.5 sm:px-4">
      <Link
        to={`/?${search}`}
        className="btn btn-quiet btn-icon sm:hidden"
        aria-label={t("inbox.back")}
      >
        <ArrowRight size={20} aria-hidden="true" className="ltr:scale-x-[-1]" />
      </Link>
      <div className="min-w-0 flex-1">
        <h1
          ref={heading}
          tabIndex={-1}
          className="flex items-center gap-2 text-base font-bold outline-none"
        >
          <ChannelIcon kind={card.channel.kind} />
          <bdi className="truncate">{card.name ?? t("inbox.no_name")}</bdi>
        </h1>
        <p className="flex flex-wrap items-center gap-1.5 text-sm text-soft">
          <HolderMark card={card} />
          {card.priority === "crisis" ? (
            <span className="chip chip-bad">{t("inbox.priority.crisis")}</span>
          ) : null}
          {card.reason ? <span className="truncate">{reasonText(t, card.reason)}</span> : null}
        </p>
      </div>
      <button type="button" className="btn btn-small xl:hidden" onClick={onFacts}>
        <PanelLeft size={18} aria-hidden="true" className="ltr:scale-x-[-1]" />
        {t("inbox.facts.show")}
      </button>
    </header>
  );
}

function Viewers({ view }: { view: ConversationView }) {
  const { t } = useWords();
  const me = useMyself();
  const viewers = view.viewers.filter(({ id }) => id !== me.id);
  const typing = viewers.filter((each) => each.typing);
  const names = (typing.length > 0 ? typing : viewers).map(({ name }) => name).join("، ");
  return (
    <p
      role="status"
      className={
        viewers.length > 0
          ? "border-t border-line bg-info-soft px-4 py-1 text-sm text-info"
          : "sr-only"
      }
    >
      {viewers.length > 0
        ? t(typing.length > 0 ? "inbox.viewers.typing" : "inbox.viewers.here", { name: names })
        : ""}
    </p>
  );
}

export function reasonText(t: (key: string) => string, reason: string): string {
  const key = `inbox.reason.${reason.split(".")[0]}`;
  const text = t(key);
  return text === key ? reason : text;
}
