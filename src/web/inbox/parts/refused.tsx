import { asApiError } from "../api/client.ts";
import { useWords } from "../base/texts.tsx";

/** Why a change was refused, in words: the text of its code, else that of its kind. Nothing that was written is lost. */
export function Refused({ error }: { error: unknown }) {
  const { t, has } = useWords();
  if (!error) return null;
  const { status, code, data } = asApiError(error);
  const own = `refusal.${code}`;
  const text = has(own) ? t(own, varsOf(data)) : t(kinds[status] ?? "inbox.refused");
  return (
    <p role="alert" className="rounded-xl bg-bad-soft px-4 py-2 font-medium text-bad">
      {text}
    </p>
  );
}

const kinds: Record<number, string> = {
  0: "inbox.failed.offline.hint",
  400: "inbox.refused.invalid",
  401: "inbox.refused.signed_out",
  403: "inbox.failed.forbidden.hint",
  404: "inbox.failed.gone.hint",
  409: "inbox.refused.conflict",
  429: "inbox.refused.slow",
};

function varsOf(data: unknown): Record<string, string> {
  if (typeof data !== "object" || data === null) return {};
  const words = Object.entries(data).flatMap(([name, value]): [string, string][] =>
    isNamed(value) ? [["name", value.name]] : [[name, String(value)]],
  );
  return Object.fromEntries(words);
}

function isNamed(value: unknown): value is { name: string } {
  return typeof value === "object" && value !== null && "name" in value;
}
