import type { CaseDetail } from "../../../http/staff/api.ts";
import { useWords } from "../base/texts.tsx";
import { Day } from "../parts/time.tsx";

/** What was signed, when and how; a change of an answer afterwards makes it void. */
export function Declaration({ detail }: { detail: CaseDetail }) {
  const { t } = useWords();
  const { declaration } = detail;
  if (!declaration) return <p className="text-soft">{t("inbox.declaration.none")}</p>;
  return (
    <div className="grid gap-2 text-sm">
      <p>
        <span className={`chip ${declaration.valid ? "chip-good" : "chip-bad"}`}>
          {t(declaration.valid ? "inbox.declaration.valid" : "inbox.declaration.void")}
        </span>
      </p>
      <p className="whitespace-pre-wrap">{declaration.text}</p>
      <p className="text-soft">
        <Day at={declaration.at} clock />، {t(`inbox.declaration.${declaration.method}`)}
      </p>
      {declaration.by ? (
        <p className="text-soft">
          {t("inbox.declaration.by")} <bdi>{declaration.by}</bdi>
          {declaration.witness ? (
            <>
              {" · "}
              {t("inbox.declaration.witness")} <bdi>{declaration.witness}</bdi>
            </>
          ) : null}
        </p>
      ) : null}
      {declaration.scan ? (
        <a href={declaration.scan} className="btn btn-small justify-self-start">
          {t("inbox.declaration.scan")}
        </a>
      ) : null}
      <p className="text-xs text-soft">
        {t("inbox.declaration.hash")}{" "}
        <bdi className="break-all whitespace-normal">{declaration.textHash}</bdi>
      </p>
    </div>
  );
}
