import { useEffect } from "react";
import { Siren, WifiOff } from "lucide-react";
import { Link } from "react-router";
import { useLine } from "../api/live.tsx";
import { useCounts } from "../api/queries.ts";
import { ring } from "../base/notices.ts";
import { useWords } from "../base/texts.tsx";
import { useMay, useMyself } from "./rights.tsx";

const ALARM_EVERY_MS = 20_000;

/** What must be seen on every page: a person in danger, a lost line, and that this is a demo. */
export function Banners() {
  const { t, format } = useWords();
  const { demo, policyFlag, associationName } = useMyself();
  const { language } = useWords();
  const line = useLine();
  const may = useMay();
  const crisis = useCounts(may("conversation.see")).data?.crisis ?? 0;
  const isAlarm = crisis > 0 && may("crisis.see");
  useEffect(() => {
    if (!isAlarm) return;
    const timer = setInterval(() => ring("crisis"), ALARM_EVERY_MS);
    return () => clearInterval(timer);
  }, [isAlarm]);

  return (
    <header className="sm:col-span-2">
      <p className="flex flex-wrap items-center justify-center gap-x-3 bg-card px-3 py-1 text-center text-xs text-soft">
        <strong className="text-ink">{associationName[language]}</strong>
        {policyFlag === "draft" ? <span>{t("inbox.banner.draft")}</span> : null}
        {demo ? <span className="text-gold">{t("inbox.banner.demo")}</span> : null}
      </p>
      <div role="alert">
        {isAlarm ? (
          <p className="flex flex-wrap items-center justify-center gap-x-4 bg-bad px-3 py-1.5 font-bold text-on-bad">
            <Siren size={20} aria-hidden="true" />
            {t("inbox.banner.crisis", { count: crisis, n: format.number(crisis) })}
            <Link to="/?queue=crisis" className="inline-flex min-h-8 items-center text-on-bad">
              {t("inbox.banner.crisis.open")}
            </Link>
          </p>
        ) : null}
      </div>
      <div role="status">
        {line === "lost" ? (
          <p className="flex items-center justify-center gap-2 bg-gold-soft px-3 py-1.5 font-medium text-gold">
            <WifiOff size={18} aria-hidden="true" />
            {t("inbox.banner.offline")}
          </p>
        ) : null}
      </div>
    </header>
  );
}
