import { useRef } from "react";
import type { Card } from "../../../http/staff/api.ts";
import { asApiError } from "../api/client.ts";
import { useWords } from "../base/texts.tsx";
import { Refused } from "../parts/refused.tsx";
import { changesBetween } from "./changes.ts";

/** Somebody was faster: who has it now, in words. What was written stays where it was written. */
export function Conflict({ error, card }: { error: unknown; card: Card }) {
  const { t } = useWords();
  const before = useRef(card);
  if (!error) {
    before.current = card;
    return null;
  }
  if (asApiError(error).status !== 409) return <Refused error={error} />;
  const changes = changesBetween(before.current, card);
  return (
    <p role="alert" className="rounded-xl bg-gold-soft px-4 py-2 font-medium text-gold">
      {t("inbox.conflict")}{" "}
      {changes.map(({ key, name }) => t(`inbox.conflict.${key}`, { name })).join("، ")}
    </p>
  );
}
