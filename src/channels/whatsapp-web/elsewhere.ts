import type { Channel, Health } from "../channel.ts";
import { refused } from "./adapter/errors.ts";
import { linkingOf } from "./linking.ts";

/**
 * A linked number as a process knows it that does not hold it: what it can do, how it is and how it is linked; it sends
 * nothing. `healthOf` is what the process that holds it said last.
 */
export function numberHeldElsewhere(
  channel: Channel,
  { healthOf, now }: { healthOf(channelId: string): Health | undefined; now: () => Date },
): Channel {
  const { id, kind, transport, capabilities, render } = channel;
  const health = (): Health => healthOf(id) ?? { state: "stopped" };
  return {
    id,
    kind,
    transport,
    capabilities,
    render,
    health,
    linking: () => linkingOf(health(), now()),
    start: async () => undefined,
    stop: async () => undefined,
    send: async () => refused("not-ready", "another process holds this number"),
  };
}
