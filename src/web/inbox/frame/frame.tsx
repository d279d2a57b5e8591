import { useEffect, useState } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { Navigate, Outlet, useLocation, useNavigate } from "react-router";
import type { LiveEvent, Me } from "../../../http/staff/api.ts";
import { asApiError, post } from "../api/client.ts";
import { LiveProvider } from "../api/live.tsx";
import { keys, useCounts, useMe } from "../api/queries.ts";
import { useShortcuts } from "../base/keyboard.ts";
import { notify, ring } from "../base/notices.ts";
import { usePreferences } from "../base/preferences.ts";
import { useWords } from "../base/texts.tsx";
import { showUnread } from "../parts/page.tsx";
import { Failed, Loading } from "../parts/states.tsx";
import { Banners } from "./banners.tsx";
import { HelpDialog } from "./help-dialog.tsx";
import { Navigation } from "./navigation.tsx";
import { MeProvider, useMay } from "./rights.tsx";
import { SearchDialog } from "./search-dialog.tsx";

/** What stands round every page of somebody who is logged in. */
export function Frame() {
  const me = useMe();
  const { pathname } = useLocation();
  if (me.data) return <Framed me={me.data} />;
  if (me.isPending) return <Loading rows={6} />;
  const error = asApiError(me.error);
  if (error.status === 401)
    return <Navigate to={`/log-in?to=${encodeURIComponent(pathname)}`} replace />;
  return (
    <main className="grid h-full place-items-center">
      <Failed error={error} onAgain={() => void me.refetch()} />
    </main>
  );
}

function Framed({ me }: { me: Me }) {
  const { t } = useWords();
  const client = useQueryClient();
  const [open, setOpen] = useState<"help" | "search">();
  const navigate = useNavigate();
  const { language } = usePreferences();
  useEffect(() => {
    // Labels come from the server in the language that it knows of.
    if (me.language === language) return;
    post<Me>("/me", { language }).then(
      (changed) => {
        client.setQueryData(keys.me, changed);
        return client.invalidateQueries();
      },
      () => undefined,
    );
  }, [client, language, me.language]);
  useShortcuts({
    Slash: () => setOpen("search"),
    "Shift+Slash": () => setOpen("help"),
    KeyG: () => void navigate("/"),
  });

  const onAlert = ({ alert }: Extract<LiveEvent, { kind: "alert" }>) => {
    if (alert === "channel") return void client.invalidateQueries({ queryKey: ["admin"] });
    ring(alert === "crisis" ? "crisis" : "soft");
    notify(t(alert === "crisis" ? "inbox.notice.crisis" : "inbox.notice.handoff"));
  };

  return (
    <MeProvider value={me}>
      <LiveProvider onAlert={onAlert}>
        <a
          href="#main"
          className="sr-only focus:not-sr-only focus:fixed focus:start-2 focus:top-2 focus:z-50 focus:rounded-xl focus:bg-card focus:p-3"
        >
          {t("inbox.skip")}
        </a>
        <div className="grid h-dvh grid-cols-[minmax(0,1fr)] grid-rows-[auto_minmax(0,1fr)_auto] sm:grid-cols-[5.25rem_minmax(0,1fr)] sm:grid-rows-[auto_minmax(0,1fr)]">
          <Banners />
          <Navigation onSearch={() => setOpen("search")} onHelp={() => setOpen("help")} />
          <main id="main" tabIndex={-1} className="min-h-0 outline-none sm:order-2">
            <Outlet />
          </main>
        </div>
        <UnreadTitle />
        {open === "help" ? <HelpDialog onClose={() => setOpen(undefined)} /> : null}
        {open === "search" ? <SearchDialog onClose={() => setOpen(undefined)} /> : null}
      </LiveProvider>
    </MeProvider>
  );
}

function UnreadTitle() {
  const may = useMay();
  const counts = useCounts(may("conversation.see")).data;
  const waiting = (counts?.unassigned ?? 0) + (counts?.crisis ?? 0);
  useEffect(() => showUnread(waiting), [waiting]);
  return null;
}
