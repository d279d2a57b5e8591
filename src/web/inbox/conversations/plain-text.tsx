import { Fragment } from "react";
import { useWords } from "../base/texts.tsx";

const ADDRESS = /(https?:\/\/[^\s<>"']+[^\s<>"'.,،؛;:!؟?)\]])/;
/** Numbers of cases, telephones and dates are read in one piece, whatever stands beside them. */
const WHOLE = /([+•\d][\d•/\-.]{3,}\d|[A-Z]{2}-\d+-\d)/;

/** What a person wrote: text and nothing else. An address can be followed, and says where it leads. */
export function PlainText({ text }: { text: string }) {
  return (
    <p dir="auto" className="[overflow-wrap:anywhere] whitespace-pre-wrap">
      {text
        .split(ADDRESS)
        .map((part, index) =>
          index % 2 === 1 ? <Address key={index} href={part} /> : <Whole key={index} text={part} />,
        )}
    </p>
  );
}

function Address({ href }: { href: string }) {
  const { t } = useWords();
  const host = URL.canParse(href) ? new URL(href).host : undefined;
  if (!host) return <>{href}</>;
  return (
    <a
      href={href}
      target="_blank"
      rel="noopener noreferrer nofollow"
      title={t("inbox.link.leads", { name: host })}
    >
      <bdi className="break-all whitespace-normal">{href}</bdi>
      <span className="sr-only"> {t("inbox.link.leads", { name: host })}</span>
    </a>
  );
}

function Whole({ text }: { text: string }) {
  return (
    <>
      {text
        .split(WHOLE)
        .map((part, index) =>
          index % 2 === 1 ? <bdi key={index}>{part}</bdi> : <Fragment key={index}>{part}</Fragment>,
        )}
    </>
  );
}
