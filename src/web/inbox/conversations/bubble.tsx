import { Bot, Check, CheckCheck, CircleAlert, Clock, LockKeyhole, UserRound } from "lucide-react";
import type { ThreadItem } from "../../../http/staff/api.ts";
import { useWords } from "../base/texts.tsx";
import { FilePart } from "./file-part.tsx";
import type { Pending } from "./my-words.ts";
import { PlainText } from "./plain-text.tsx";

/** One line of the thread. Who spoke is told by word, place and form, not by colour alone. */
export function Bubble({ item }: { item: ThreadItem }) {
  const { t, format } = useWords();
  if (item.author === "system") return <SystemLine item={item} />;
  const { text, options, file } = item.body;
  return (
    <article className={`${frame} ${frames[item.author]}`} data-author={item.author}>
      <Who author={item.author} by={item.by} />
      {text ? <PlainText text={text} /> : null}
      {!text && !file ? (
        <p className="text-sm italic">{t(`inbox.body.${item.body.kind}`)}</p>
      ) : null}
      {file ? <FilePart file={file} /> : null}
      {options && options.length > 0 ? (
        <ul className="mt-1 flex flex-wrap gap-1" aria-label={t("inbox.body.options")}>
          {options.map(({ id, label }) => (
            <li
              key={id}
              dir="auto"
              className="rounded-full border border-edge px-2.5 text-[0.8125rem]"
            >
              {label}
            </li>
          ))}
        </ul>
      ) : null}
      <p className="mt-0.5 flex items-center gap-2 text-xs opacity-90">
        <time dateTime={item.at} title={format.both(item.at)}>
          {format.clock(item.at)}
        </time>
        {item.author === "bot" || item.author === "staff" ? (
          <Receipt status={item.status} error={item.error} />
        ) : null}
      </p>
    </article>
  );
}

const frame = "max-w-[min(36rem,88%)] rounded-2xl border px-3.5 py-2";
const frames: Record<Exclude<ThreadItem["author"], "system">, string> = {
  contact: "self-start rounded-ss-sm border-line bg-card",
  bot: "self-end rounded-se-sm border-line bg-raised",
  staff: "self-end rounded-se-sm border-transparent bg-brand-soft",
  note: "self-stretch max-w-none! border-dashed border-gold bg-gold-soft",
};

function Who({ author, by }: { author: ThreadItem["author"]; by?: string | undefined }) {
  const { t } = useWords();
  if (author === "contact") return <span className="sr-only">{t("inbox.author.contact")}</span>;
  const Icon = author === "bot" ? Bot : author === "note" ? LockKeyhole : UserRound;
  return (
    <p
      className={`flex items-center gap-1.5 text-xs font-bold ${author === "note" ? "text-gold" : author === "staff" ? "text-brand" : "text-soft"}`}
    >
      <Icon size={14} aria-hidden="true" />
      {t(`inbox.author.${author}`)}
      {by ? <bdi className="font-semibold">{by}</bdi> : null}
    </p>
  );
}

function SystemLine({ item }: { item: ThreadItem }) {
  const { format } = useWords();
  return (
    <p data-author="system" className="self-center text-center text-[0.8125rem] text-soft">
      <span dir="auto">{item.body.text}</span>{" "}
      <time dateTime={item.at}>{format.clock(item.at)}</time>
    </p>
  );
}

/** Where a message of ours is, in a word beside its tick. */
function Receipt({ status, error }: { status: string; error?: string | undefined }) {
  const { t } = useWords();
  const isBad = status === "failed" || status === "rejected" || status === "unknown";
  const Icon = isBad
    ? CircleAlert
    : status === "delivered" || status === "read"
      ? CheckCheck
      : status === "sent" || status === "accepted"
        ? Check
        : Clock;
  return (
    <span className={`inline-flex items-center gap-1 ${isBad ? "font-bold text-bad" : ""}`}>
      <Icon size={14} aria-hidden="true" />
      {t(`inbox.status.${status}`)}
      {error ? <span dir="auto">{error}</span> : null}
    </span>
  );
}

/** What I have written and the server has not shown yet. */
export function PendingBubble({ one, onAgain }: { one: Pending; onAgain: () => void }) {
  const { t } = useWords();
  const isStuck = one.state !== "sending";
  return (
    <article
      className={`${frame} ${frames[one.mode === "note" ? "note" : "staff"]} border-dashed border-edge`}
      data-pending={one.state}
    >
      <Who author={one.mode === "note" ? "note" : "staff"} />
      <PlainText text={one.text} />
      <p
        className="mt-0.5 flex flex-wrap items-center gap-2 text-xs"
        role={isStuck ? "alert" : undefined}
      >
        {isStuck ? (
          <CircleAlert size={14} aria-hidden="true" />
        ) : (
          <Clock size={14} aria-hidden="true" />
        )}
        {t(`inbox.pending.${one.state}`)}
        {isStuck ? (
          <button type="button" className="btn btn-small" onClick={onAgain}>
            {t("inbox.again")}
          </button>
        ) : null}
      </p>
    </article>
  );
}
