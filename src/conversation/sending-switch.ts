import type { Settings } from "./ports.ts";

/** Who stopped a channel, when (ISO) and why. */
export type Stop = { by: string; at: string; reason: string };

/** The switch that stops all sending of a channel at once, in every process, until somebody turns it on again. */
export async function isSendingOff(settings: Settings, channelId: string): Promise<boolean> {
  const value = await settings.read(nameOf(channelId));
  return value !== undefined && value !== null && value !== false;
}

/** Undefined while the channel sends. */
export async function stopOf(settings: Settings, channelId: string): Promise<Stop | undefined> {
  const value = await settings.read(nameOf(channelId));
  if (value === undefined || value === null || value === false) return undefined;
  const stop = typeof value === "object" && !Array.isArray(value) ? value : {};
  const text = (name: string) => (typeof stop[name] === "string" ? stop[name] : "");
  return { by: text("by"), at: text("at"), reason: text("reason") };
}

export async function switchSending(
  settings: Settings,
  channelId: string,
  to: "on" | "off",
  stop?: Stop,
): Promise<void> {
  await settings.write(nameOf(channelId), to === "off" && (stop ? { ...stop } : true));
  lately.delete(settings);
}

const FRESH_MS = 1_000; // a stop may take so long to be heard of; a look at each message would cost a round trip
const lately = new WeakMap<Settings, Map<string, { isOff: boolean; until: number }>>();

/** The same for every message: as it was at most a second ago. */
export async function isSendingOffLately(settings: Settings, channelId: string): Promise<boolean> {
  const seen = lately.get(settings) ?? new Map<string, { isOff: boolean; until: number }>();
  lately.set(settings, seen);
  const known = seen.get(channelId);
  if (known && known.until > performance.now()) return known.isOff;
  const isOff = await isSendingOff(settings, channelId);
  seen.set(channelId, { isOff, until: performance.now() + FRESH_MS });
  return isOff;
}

function nameOf(channelId: string): string {
  return `sending-off|${channelId}`;
}
