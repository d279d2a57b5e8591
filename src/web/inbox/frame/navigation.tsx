import { CircleHelp, Search, Settings, type LucideIcon } from "lucide-react";
import { NavLink } from "react-router";
import { useCounts } from "../api/queries.ts";
import { useWords } from "../base/texts.tsx";
import { MyMenu } from "./my-menu.tsx";
import { placesOf, type Place } from "./places.ts";
import { useMay } from "./rights.tsx";

/** The ways to all pages: at the start side, on a telephone at the foot. */
export function Navigation({ onSearch, onHelp }: { onSearch: () => void; onHelp: () => void }) {
  const { t } = useWords();
  const may = useMay();
  return (
    <nav
      aria-label={t("inbox.nav")}
      className="relative order-last flex items-stretch gap-1 overflow-x-auto border-t border-line bg-card px-1 sm:order-1 sm:flex-col sm:overflow-x-visible sm:overflow-y-auto sm:border-t-0 sm:border-e sm:px-2 sm:py-3"
    >
      <span
        lang="ar"
        aria-hidden="true"
        className="mx-auto mb-2 hidden size-12 shrink-0 place-items-center rounded-2xl bg-brand text-lg font-bold text-on-brand sm:grid"
      >
        وصل
      </span>
      {placesOf(may).map((place) => (
        <Way key={place.to} place={place} />
      ))}
      <div className="flex sm:mt-auto sm:flex-col sm:gap-1">
        <Act icon={Search} name={t("inbox.nav.search")} onClick={onSearch} />
        <span className="hidden sm:contents">
          <Act icon={CircleHelp} name={t("inbox.nav.help")} onClick={onHelp} />
        </span>
        <NavLink to="/preferences" className={linkClass}>
          <Settings size={20} aria-hidden="true" />
          <span>{t("inbox.nav.preferences")}</span>
        </NavLink>
        <MyMenu />
      </div>
    </nav>
  );
}

function Way({ place }: { place: Place }) {
  const { t, format } = useWords();
  const may = useMay();
  const counts = useCounts(may("conversation.see")).data;
  const Icon = place.icon;
  const waiting = place.to === "/" ? (counts?.unassigned ?? 0) : 0;
  return (
    <NavLink to={place.to} end={place.to === "/"} className={linkClass}>
      <span className="relative">
        <Icon size={20} aria-hidden="true" />
        {waiting > 0 ? (
          <span className="absolute -top-2 start-3 min-w-5 rounded-full bg-gold px-1 text-center text-xs leading-5 font-bold text-card">
            {format.number(waiting)}
            <span className="sr-only"> {t("inbox.queue.unassigned")}</span>
          </span>
        ) : null}
      </span>
      <span>{t(`inbox.nav.${place.name}`)}</span>
    </NavLink>
  );
}

function Act({
  icon: Icon,
  name,
  onClick,
}: {
  icon: LucideIcon;
  name: string;
  onClick: () => void;
}) {
  return (
    <button type="button" className={linkClass({ isActive: false })} onClick={onClick}>
      <Icon size={20} aria-hidden="true" />
      <span>{name}</span>
    </button>
  );
}

function linkClass({ isActive }: { isActive: boolean }): string {
  const colours = isActive
    ? "bg-brand-soft text-brand"
    : "text-soft hover:bg-raised hover:text-ink";
  return `flex min-h-13 min-w-16 shrink-0 flex-col items-center justify-center gap-0.5 rounded-xl px-1 text-center text-xs leading-tight font-semibold no-underline ${colours}`;
}
