import { useState } from "react";
import { Navigate, useParams } from "react-router";
import { useConversation } from "../api/queries.ts";
import { useWords } from "../base/texts.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { useTitle } from "../parts/page.tsx";
import { placesOf } from "../frame/places.ts";
import { useMay } from "../frame/rights.tsx";
import { Empty, Forbidden, Loaded } from "../parts/states.tsx";
import { Conversation } from "./conversation.tsx";
import { Facts } from "./facts.tsx";
import { QueuePane } from "./queue-pane.tsx";

/** Three panes side by side; two where it is narrow, with the facts behind a button; on a telephone one after the other. */
export function InboxPage() {
  const may = useMay();
  const [first] = placesOf(may);
  if (may("conversation.see")) return <Panes />;
  return first ? <Navigate to={first.to} replace /> : <Forbidden />;
}

function Panes() {
  const { t } = useWords();
  const { id } = useParams();
  useTitle(t("inbox.nav.conversations"));
  return (
    <div className="grid h-full grid-cols-[minmax(0,1fr)] sm:grid-cols-[minmax(17rem,21rem)_minmax(0,1fr)] xl:grid-cols-[22rem_minmax(0,1fr)_21.5rem]">
      <section
        aria-label={t("inbox.queue")}
        className={`${id ? "hidden sm:block" : "block"} relative min-h-0 border-e border-line bg-raised`}
      >
        {id ? null : <h1 className="sr-only">{t("inbox.nav.conversations")}</h1>}
        <QueuePane selected={id} />
      </section>
      {id ? (
        <Opened key={id} id={id} />
      ) : (
        <section className="hidden min-h-0 place-items-center sm:grid xl:col-span-2">
          <Empty title={t("inbox.thread.none")} hint={t("inbox.thread.none.hint")} />
        </section>
      )}
    </div>
  );
}

function Opened({ id }: { id: string }) {
  const { t } = useWords();
  const conversation = useConversation(id);
  const [isShowingFacts, showFacts] = useState(false);
  return (
    <>
      <div className="min-h-0 min-w-0">
        <Loaded query={conversation} rows={6}>
          {(view) => <Conversation view={view} onFacts={() => showFacts(true)} />}
        </Loaded>
      </div>
      <aside
        aria-label={t("inbox.facts")}
        className="hidden min-h-0 overflow-y-auto border-s border-line bg-raised xl:block"
      >
        {conversation.data ? <Facts view={conversation.data} /> : null}
      </aside>
      {isShowingFacts && conversation.data ? (
        <Dialog title={t("inbox.facts")} onClose={() => showFacts(false)}>
          <Facts view={conversation.data} />
        </Dialog>
      ) : null}
    </>
  );
}
