import type { ReactNode } from "react";
import { CloudOff, Inbox, Lock, SearchX, TriangleAlert } from "lucide-react";
import { asApiError, type ApiError } from "../api/client.ts";
import { useWords } from "../base/texts.tsx";

interface Asked<T> {
  data: T | undefined;
  error: Error | null;
  isPending: boolean;
  refetch: () => unknown;
}

/** What a list shows when it has nothing to show: it is loading, was refused, is out of reach, or empty. */
export function Loaded<T>(props: {
  query: Asked<T>;
  isEmpty?: (data: T) => boolean;
  empty?: ReactNode;
  rows?: number;
  children: (data: T) => ReactNode;
}) {
  const { query } = props;
  if (query.data !== undefined) {
    const isEmpty = props.isEmpty?.(query.data) ?? false;
    return <>{isEmpty ? (props.empty ?? <Empty />) : props.children(query.data)}</>;
  }
  if (query.isPending) return <Loading rows={props.rows ?? 5} />;
  return <Failed error={asApiError(query.error)} onAgain={() => void query.refetch()} />;
}

export function Loading({ rows }: { rows: number }) {
  const { t } = useWords();
  return (
    <div role="status" className="grid gap-3 p-4">
      <span className="sr-only">{t("inbox.loading")}</span>
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} className="h-14 animate-pulse rounded-xl bg-raised" aria-hidden="true" />
      ))}
    </div>
  );
}

export function Empty({ title, hint }: { title?: string; hint?: string }) {
  const { t } = useWords();
  return <Plain icon={<Inbox />} title={title ?? t("inbox.empty")} hint={hint} />;
}

export function Failed({ error, onAgain }: { error: ApiError; onAgain?: () => void }) {
  const { t } = useWords();
  const kind = failureOf(error);
  const again =
    kind === "forbidden" || !onAgain ? undefined : (
      <button type="button" className="btn" onClick={onAgain}>
        {t("inbox.again")}
      </button>
    );
  return (
    <Plain
      icon={icons[kind]}
      title={t(`inbox.failed.${kind}`)}
      hint={t(`inbox.failed.${kind}.hint`)}
    >
      {again}
    </Plain>
  );
}

type Failure = "forbidden" | "gone" | "offline" | "broken";
const icons: Record<Failure, ReactNode> = {
  forbidden: <Lock />,
  gone: <SearchX />,
  offline: <CloudOff />,
  broken: <TriangleAlert />,
};

function failureOf({ status }: ApiError): Failure {
  if (status === 0) return "offline";
  if (status === 403) return "forbidden";
  return status === 404 ? "gone" : "broken";
}

export function Forbidden() {
  const { t } = useWords();
  return (
    <Plain
      icon={<Lock />}
      title={t("inbox.failed.forbidden")}
      hint={t("inbox.failed.forbidden.hint")}
    />
  );
}

function Plain(props: {
  icon: ReactNode;
  title: string;
  hint?: string | undefined;
  children?: ReactNode;
}) {
  return (
    <div className="grid justify-items-center gap-2 p-8 text-center text-soft">
      <span aria-hidden="true" className="[&_svg]:size-8">
        {props.icon}
      </span>
      <p className="font-semibold text-ink">{props.title}</p>
      {props.hint ? <p className="max-w-sm">{props.hint}</p> : null}
      {props.children}
    </div>
  );
}
