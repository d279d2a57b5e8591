import { useQuery } from "@tanstack/react-query";
import { CircleAlert, CircleCheck } from "lucide-react";
import type { ChannelView } from "../../../http/staff/api.ts";
import { get } from "../api/client.ts";
import { useWords } from "../base/texts.tsx";
import { Card } from "../parts/page.tsx";
import { QrCode } from "../parts/qr-code.tsx";
import { SendingButton } from "./sending-button.tsx";
import { Loaded } from "../parts/states.tsx";
import { Day } from "../parts/time.tsx";

const LOOK_MS = 5_000; // a QR code lives for twenty seconds

/** Each way in and out: whether it works, in words, and how a telephone is linked. */
export function Channels() {
  const { t } = useWords();
  const channels = useQuery({
    queryKey: ["admin", "channels"],
    queryFn: () => get<{ channels: ChannelView[] }>("/admin/channels"),
    refetchInterval: LOOK_MS,
  });
  return (
    <Loaded query={channels} isEmpty={(data) => data.channels.length === 0}>
      {(data) => (
        <div className="grid gap-5">
          <div className="flex flex-wrap items-center gap-3">
            <p className="text-soft">{t("inbox.sending.lead")}</p>
            {data.channels.some(({ stopped }) => !stopped) ? (
              <SendingButton id="all" verb="stop" />
            ) : (
              <SendingButton id="all" verb="resume" />
            )}
          </div>
          <div className="grid gap-5 lg:grid-cols-2">
            {data.channels.map((channel) => (
              <One key={channel.id} channel={channel} />
            ))}
          </div>
        </div>
      )}
    </Loaded>
  );
}

function One({ channel }: { channel: ChannelView }) {
  const { t, has } = useWords();
  const isReady = channel.state === "ready";
  const Icon = isReady ? CircleCheck : CircleAlert;
  const approval = `inbox.approval.${channel.approval}`;
  const state = `inbox.channel.state.${channel.state}`;
  return (
    <Card
      title={channel.id}
      aside={
        <span className={`chip ${isReady ? "chip-good" : "chip-warn"}`}>
          <Icon size={14} aria-hidden="true" />
          {has(state) ? t(state) : channel.state}
        </span>
      }
    >
      <p className="text-soft">
        <bdi>{channel.transport}</bdi> · {has(approval) ? t(approval) : channel.approval}
      </p>
      {channel.reason ? <p dir="auto">{channel.reason}</p> : null}
      {channel.action ? (
        <p className="font-semibold">
          {has(`inbox.channel.action.${channel.action}`)
            ? t(`inbox.channel.action.${channel.action}`)
            : channel.action}
        </p>
      ) : null}
      {channel.linking ? <Linking linking={channel.linking} /> : null}
      {channel.stopped ? (
        <p className="font-semibold text-bad">
          {t("inbox.sending.stopped")} <bdi>{channel.stopped.by}</bdi>{" "}
          <Day at={channel.stopped.at} clock />
          {": "}
          <span dir="auto">{channel.stopped.reason}</span>
        </p>
      ) : null}
      <SendingButton id={channel.id} verb={channel.stopped ? "resume" : "stop"} />
    </Card>
  );
}

function Linking({ linking }: { linking: NonNullable<ChannelView["linking"]> }) {
  const { t } = useWords();
  return (
    <div className="grid justify-items-center gap-2 text-center">
      <p>{t(`inbox.linking.${linking.method}`)}</p>
      {linking.method === "qr" ? (
        <QrCode text={linking.payload} label={t("inbox.linking.label")} />
      ) : (
        <p className="text-3xl font-bold tracking-[0.3em]" dir="ltr">
          {linking.payload}
        </p>
      )}
      <p className="text-sm text-soft">
        {t("inbox.linking.until")} <Day at={linking.expiresAt} clock />
      </p>
    </div>
  );
}
