import { createContext, useContext, useEffect, useRef, useState, type ReactNode } from "react";
import { useQueryClient, type InfiniteData, type QueryClient } from "@tanstack/react-query";
import type { Cards, ConversationView, LiveEvent } from "../../../http/staff/api.ts";
import { withCard, withThreadItem } from "./apply-event.ts";
import { keys, takeCard } from "./queries.ts";
import { forgetRecent, remember } from "./recent.ts";
import { openStream, type Line } from "./stream.ts";

const Context = createContext<Line>("connecting");
export const useLine = () => useContext(Context);

const GATHER_MS = 250; // a burst of events asks for its lists once

/** Keeps what is shown in step with the server: events change what is loaded, lists are asked for again where an order may have changed. */
export function LiveProvider(props: {
  children: ReactNode;
  onAlert: (event: Extract<LiveEvent, { kind: "alert" }>) => void;
}) {
  const client = useQueryClient();
  const [line, setLine] = useState<Line>("connecting");
  const onAlert = useRef(props.onAlert);
  onAlert.current = props.onAlert;

  useEffect(() => {
    const again = gathered(() => {
      // A list that is asked for the first time cannot be asked anew before it has come.
      if (client.isFetching({ queryKey: ["cards"] }) > 0) return again.soon();
      void client.invalidateQueries({ queryKey: ["cards"] });
    });
    const close = openStream({
      onLine: setLine,
      onFresh: () => void client.invalidateQueries(),
      onSignedOut: () => void client.invalidateQueries({ queryKey: keys.me }),
      onEvent(event) {
        if (event.kind === "alert") onAlert.current(event);
        take(client, event, again.soon);
      },
    });
    return () => {
      again.stop();
      close();
    };
  }, [client]);

  return <Context.Provider value={line}>{props.children}</Context.Provider>;
}

function take(client: QueryClient, event: LiveEvent, listsAgain: () => void): void {
  switch (event.kind) {
    case "card":
      client.setQueryData(keys.counts, event.counts);
      client.setQueriesData<InfiniteData<Cards>>(
        { queryKey: ["cards"] },
        (data) =>
          data && {
            ...data,
            pages: data.pages.map((page) => ({
              ...page,
              cards: withCard(page.cards, event.card) ?? page.cards,
            })),
          },
      );
      takeCard(client, event.card);
      return listsAgain();
    case "thread":
      remember(event.conversationId, event.item);
      client.setQueryData<ConversationView>(
        keys.conversation(event.conversationId),
        (view) => view && withThreadItem(view, event.item),
      );
      return;
    case "presence":
      client.setQueryData<ConversationView>(
        keys.conversation(event.conversationId),
        (view) => view && { ...view, viewers: event.viewers },
      );
      return;
    case "case":
      void client.invalidateQueries({ queryKey: keys.case(event.caseId) });
      void client.invalidateQueries({ queryKey: keys.cases });
      return;
    case "alert":
      return;
    case "reset":
      forgetRecent();
      void client.invalidateQueries();
      return;
  }
}

function gathered(work: () => void) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    soon() {
      timer ??= setTimeout(() => {
        timer = undefined;
        work();
      }, GATHER_MS);
    },
    stop: () => clearTimeout(timer),
  };
}
