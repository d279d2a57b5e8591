import type { Settings } from "./ports.ts";

/** The switch that stops all sending of a channel at once, in every process, until somebody turns it on again. */
export async function isSendingOff(settings: Settings, channelId: string): Promise<boolean> {
  return (await settings.read(nameOf(channelId))) === true;
}

/** @public for whoever may stop a channel: staff with that right. */
export function switchSending(
  settings: Settings,
  channelId: string,
  to: "on" | "off",
): Promise<void> {
  return settings.write(nameOf(channelId), to === "off");
}

function nameOf(channelId: string): string {
  return `sending-off|${channelId}`;
}
