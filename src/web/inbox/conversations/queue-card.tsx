import {
  Bot,
  CircleAlert,
  Clock,
  Globe,
  MessageSquareText,
  Phone,
  Terminal,
  UserRound,
  type LucideIcon,
} from "lucide-react";
import { Link } from "react-router";
import type { Card, Queue } from "../../../http/staff/api.ts";
import { useWords } from "../base/texts.tsx";
import { useNow } from "../base/use-now.ts";
import { useMyself } from "../frame/rights.tsx";
import { Ago } from "../parts/time.tsx";

/** One conversation of a list: who, when, what was said last, and what is to be done. */
export function QueueCard(props: { card: Card; queue: Queue; isSelected: boolean }) {
  const { t, format } = useWords();
  const { card, isSelected } = props;
  return (
    <Link
      to={`/c/${card.id}?queue=${props.queue}`}
      data-card={card.id}
      aria-current={isSelected ? "page" : undefined}
      className={`grid grid-cols-1 gap-0.5 border-s-4 px-3 py-2 text-ink no-underline -outline-offset-2 ${
        isSelected ? "border-brand bg-card" : "border-transparent hover:bg-card"
      } ${card.priority === "crisis" ? "border-bad" : ""}`}
    >
      <span className="flex items-baseline gap-2">
        <ChannelIcon kind={card.channel.kind} />
        <bdi
          className={`min-w-0 flex-1 truncate [text-align:match-parent] ${card.unread > 0 ? "font-bold" : "font-semibold"}`}
        >
          {card.name ?? t("inbox.no_name")}
        </bdi>
        <span className="shrink-0 text-xs text-soft">
          <Ago at={card.lastAt} />
        </span>
      </span>
      <span className="flex items-center gap-2">
        <span
          dir="auto"
          className={`min-w-0 flex-1 truncate [text-align:match-parent] text-sm ${card.unread > 0 ? "text-ink" : "text-soft"}`}
        >
          {card.preview}
        </span>
        {card.unread > 0 ? (
          <span className="min-w-5 shrink-0 rounded-full bg-brand px-1.5 text-center text-xs leading-5 font-bold text-on-brand">
            {format.number(card.unread)}
            <span className="sr-only"> {t("inbox.card.unread")}</span>
          </span>
        ) : null}
      </span>
      <span className="flex flex-wrap items-center gap-1.5 text-xs text-soft">
        <HolderMark card={card} />
        <Sla sla={card.sla} />
        {card.priority === "urgent" ? (
          <span className="chip chip-warn">{t("inbox.priority.urgent")}</span>
        ) : null}
        {card.caseNumber ? <bdi className="ms-auto">{card.caseNumber}</bdi> : null}
      </span>
    </Link>
  );
}

const icons: Record<Card["channel"]["kind"], LucideIcon> = {
  web: Globe,
  sms: MessageSquareText,
  whatsapp: Phone,
  console: Terminal,
};

export function ChannelIcon({ kind }: { kind: Card["channel"]["kind"] }) {
  const { t } = useWords();
  const Icon = icons[kind];
  return (
    <span className="self-center text-soft">
      <Icon size={15} aria-hidden="true" />
      <span className="sr-only">{t(`inbox.channel_${kind}`)}</span>
    </span>
  );
}

/** Who speaks for us now: the bot, nobody yet, me, or a colleague. */
export function HolderMark({ card }: { card: Card }) {
  const { t } = useWords();
  const me = useMyself();
  if (card.holder === "bot")
    return (
      <span className="chip">
        <Bot size={14} aria-hidden="true" />
        {t("inbox.holder.bot")}
      </span>
    );
  if (card.holder === "queue")
    return <span className="chip chip-warn">{t("inbox.holder.queue")}</span>;
  const isMine = card.assignee?.id === me.id;
  return (
    <span className={`chip ${isMine ? "chip-good" : "chip-info"}`}>
      <UserRound size={14} aria-hidden="true" />
      {isMine ? t("inbox.holder.me") : <bdi>{card.assignee?.name ?? t("inbox.holder.staff")}</bdi>}
    </span>
  );
}

/** The clock of the next answer, in words first: its colour only repeats them. */
function Sla({ sla }: { sla: Card["sla"] }) {
  const { t, format } = useWords();
  const now = useNow();
  if (!sla || sla.state === "paused" || !sla.dueAt) return null;
  const kind = { ok: "", soon: "chip-warn", late: "chip-bad" }[sla.state];
  const Icon = sla.state === "late" ? CircleAlert : Clock;
  return (
    <span className={`chip ${kind}`}>
      <Icon size={14} aria-hidden="true" />
      {t(`inbox.sla.${sla.state}`, { time: format.ago(sla.dueAt, now) })}
    </span>
  );
}
