import type { Health } from "../channel.ts";

/** What has to be done about each state of a linked number; "nothing" is an answer, too. */
export function adviceFor(health: Health): string {
  switch (health.state) {
    case "stopped":
      return "nothing: the channel is switched off";
    case "starting":
    case "syncing":
      return "wait: messages are kept until it is ready";
    case "pairing":
      return health.method === "qr"
        ? "on the telephone of this number: WhatsApp, Linked devices, Link a device, scan the code"
        : "on the telephone of this number: WhatsApp, Linked devices, Link with phone number, enter the code";
    case "ready":
      return "nothing";
    case "degraded":
      return "wait: it is looked after; if it lasts, look at the network and at WhatsApp on the telephone";
    case "reconnecting":
      return "wait: it is tried again by itself";
    case "needs-operator":
      return health.action;
  }
}
