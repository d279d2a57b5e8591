import type { CaseDetail } from "../../../http/staff/api.ts";
import { useWords } from "../base/texts.tsx";
import { Day } from "../parts/time.tsx";

/** Every change, newest first. */
export function History({ detail }: { detail: CaseDetail }) {
  const { t, has } = useWords();
  return (
    <ol className="grid gap-2 text-sm">
      {detail.history.toReversed().map((event, index) => {
        const key = `inbox.change.${event.change}`;
        return (
          <li key={index} className="border-s-2 border-line ps-3">
            <p className="font-medium">
              {has(key) ? t(key) : event.change}{" "}
              <span className="font-normal text-soft">{actorText(t, event.actor)}</span>
            </p>
            {event.reason ? <p dir="auto">{event.reason}</p> : null}
            <p className="text-xs text-soft">
              <Day at={event.at} clock />
            </p>
          </li>
        );
      })}
    </ol>
  );
}

function actorText(t: (key: string) => string, actor: string): string {
  return actor === "contact" || actor === "system" ? t(`inbox.actor.${actor}`) : actor;
}
