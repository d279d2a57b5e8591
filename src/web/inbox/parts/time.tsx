import { useWords } from "../base/texts.tsx";
import { useNow } from "../base/use-now.ts";

/** How long ago, with both calendars on asking. */
export function Ago({ at }: { at: string }) {
  const { format } = useWords();
  const now = useNow();
  return (
    <time dateTime={at} title={`${format.both(at)} ${format.clock(at)}`}>
      {format.ago(at, now)}
    </time>
  );
}

/** The day in both calendars. */
export function Day({ at, clock }: { at: string; clock?: boolean }) {
  const { format } = useWords();
  return (
    <time dateTime={at}>
      {format.both(at)}
      {clock ? ` · ${format.clock(at)}` : ""}
    </time>
  );
}
