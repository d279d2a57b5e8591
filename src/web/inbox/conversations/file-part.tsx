import { Download, FileText } from "lucide-react";
import type { ThreadItem } from "../../../http/staff/api.ts";
import { useWords } from "../base/texts.tsx";

type File = NonNullable<ThreadItem["body"]["file"]>;

/** A photograph is shown, a voice note is heard, all else is fetched: never opened inside these pages. */
export function FilePart({ file }: { file: File }) {
  const { t } = useWords();
  const kind = file.mime.startsWith("image/")
    ? "image"
    : file.mime.startsWith("audio/")
      ? "audio"
      : "other";
  return (
    <div className="my-1 grid justify-items-start gap-1">
      {kind === "image" ? (
        <img
          src={file.url}
          alt={t("inbox.file.image")}
          loading="lazy"
          className="max-h-52 rounded-xl border border-line object-contain"
        />
      ) : null}
      {kind === "audio" ? (
        <audio
          controls
          preload="none"
          src={file.url}
          aria-label={t("inbox.file.voice")}
          className="max-w-full"
        />
      ) : null}
      <a href={file.url} download={file.fileName} className="btn btn-small max-w-full">
        {kind === "other" ? (
          <FileText size={16} aria-hidden="true" />
        ) : (
          <Download size={16} aria-hidden="true" />
        )}
        <bdi className="truncate">{file.fileName}</bdi>
      </a>
    </div>
  );
}
