import { useQuery } from "@tanstack/react-query";
import type { CaseDetail, CaseVerbs, Preview } from "../../../http/staff/api.ts";
import { post } from "../api/client.ts";
import { useWords } from "../base/texts.tsx";
import { PlainText } from "../conversations/plain-text.tsx";
import { Loaded } from "../parts/states.tsx";

/** The letter and the messages as they will leave, made by the same hands that send them. Nothing is written by looking. */
export function PreviewOf(props: {
  detail: CaseDetail;
  verb: CaseVerbs["preview"]["verb"];
  data: CaseVerbs["preview"]["data"];
}) {
  const { t, format } = useWords();
  const { detail, verb, data } = props;
  const preview = useQuery({
    queryKey: ["preview", detail.id, detail.version, verb, data],
    queryFn: () => post<Preview>(`/cases/${detail.id}/preview`, { verb, data }),
    retry: false,
    gcTime: 0,
  });
  return (
    <Loaded query={preview} rows={3}>
      {({ letterUrl, messages }) => (
        <div className="grid gap-4">
          <p className="font-semibold">{t("inbox.preview.lead")}</p>
          {letterUrl ? (
            <iframe
              src={letterUrl}
              title={t("inbox.preview.letter")}
              sandbox=""
              className="h-[34rem] w-full rounded-xl border border-line bg-white"
            />
          ) : null}
          <ul className="grid gap-3 sm:grid-cols-2">
            {messages.map(({ channel, text, segments }) => (
              <li key={channel} className="rounded-2xl border border-line bg-raised p-3">
                <p className="mb-1 flex justify-between text-sm text-soft">
                  <strong>{t(`inbox.channel_${kindOf(channel)}`)}</strong>
                  {kindOf(channel) === "sms" ? (
                    <span>
                      {t("inbox.preview.segments", { count: segments, n: format.number(segments) })}
                    </span>
                  ) : null}
                </p>
                <PlainText text={text} />
              </li>
            ))}
          </ul>
        </div>
      )}
    </Loaded>
  );
}

/** `khuta-sms`: the association and the kind of channel. */
function kindOf(channel: string): string {
  return channel.split("-").at(1) ?? channel;
}
