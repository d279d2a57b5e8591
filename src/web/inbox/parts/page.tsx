import { useEffect, type ReactNode } from "react";
import { useWords } from "../base/texts.tsx";

/** A page beside the inbox: its heading, its actions, and its content at a width that can be read. */
export function Page(props: {
  title: string;
  lead?: string;
  actions?: ReactNode;
  children: ReactNode;
}) {
  useTitle(props.title);
  return (
    <div className="relative h-full overflow-y-auto">
      <div className="mx-auto grid max-w-6xl gap-5 p-4 pb-24 sm:p-6 sm:pb-10">
        <header className="flex flex-wrap items-center gap-3">
          <div className="min-w-0 flex-1">
            <h1 className="text-xl font-bold">{props.title}</h1>
            {props.lead ? <p className="text-soft">{props.lead}</p> : null}
          </div>
          {props.actions}
        </header>
        {props.children}
      </div>
    </div>
  );
}

export function Card(props: { title?: string; aside?: ReactNode; children: ReactNode }) {
  return (
    <section className="panel grid content-start gap-3 p-4 sm:p-5">
      {props.title ? (
        <header className="flex flex-wrap items-center gap-2">
          <h2 className="flex-1 font-bold">{props.title}</h2>
          {props.aside}
        </header>
      ) : null}
      {props.children}
    </section>
  );
}

/** The window's title: where one is, and how much is new. Never a name, a number or a message. */
export function useTitle(title: string): void {
  const { t } = useWords();
  useEffect(() => {
    where = `${title} · ${t("inbox.title")}`;
    showTitle();
  }, [title, t]);
}

let where = "";
let unread = 0;
export function showUnread(count: number): void {
  unread = count;
  showTitle();
}
function showTitle(): void {
  document.title = unread > 0 ? `(${unread}) ${where}` : where;
}
