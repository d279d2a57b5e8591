import type { Channel, Outbound, SendOutcome } from "../channel.ts";
import { callProvider } from "../http-call.ts";
import { createLife } from "../life.ts";
import { accepted, NOT_STARTED, rejected, requireOurs, throttle } from "../outcome.ts";
import { refusalOfSms, renderSms, type RenderedSms } from "../sms-render.ts";
import { actionForGateway, outcomeOfCall } from "./errors.ts";
import { capabilitiesOf, gatewayOf, type SmsHttpOptions } from "./options.ts";
import { lookupRequest, sendRequest, valuesOf } from "./request.ts";
import { answerWebhook } from "./webhook.ts";

/** SMS by a gateway that is called over HTTP and described by data (`src/sms-gateway.ts`). */
export function createSmsHttp(options: SmsHttpOptions): Channel {
  const { id, credentials, timeoutMs = TIMEOUT_MS, now } = options;
  const gateway = gatewayOf(options);
  const capabilities = capabilitiesOf(options, gateway);
  const { lookup } = gateway;
  const from = credentials["from"];
  const life = createLife({ identity: from ?? id, now, actionFor: actionForGateway });
  const url = `${options.publicUrl.replace(/\/+$/, "")}/webhooks/${id}`;
  const door = {
    gateway,
    recipient: { channelId: id, from, country: options.country ?? COUNTRY },
    credentials,
    realNow: options.realNow ?? (() => new Date()),
  };
  const render = (message: Outbound) => renderSms(message, capabilities.text.maxSegments);
  const fillers = (message: Outbound, rendered: RenderedSms) =>
    valuesOf(message, rendered, { credentials, gateway, statusUrl: `${url}/status` });

  async function send(message: Outbound): Promise<SendOutcome> {
    const rendered = render(message);
    const { segments } = rendered;
    const refusal =
      refusalOfSms(message, rendered) ?? throttle(options.rateLimit, message, segments);
    if (refusal) return rejected(refusal);
    const values = fillers(message, rendered);
    const called = await callProvider({ ...sendRequest(gateway, values), timeoutMs });
    const givenId = String(values["shortId"]);
    return life.learn(outcomeOfCall(called, gateway, { givenId, segments }));
  }

  /** By the id that we gave it. */
  async function lookUp(message: Outbound, path: string) {
    const rendered = render(message);
    const values = fillers(message, rendered);
    const called = await callProvider({ ...lookupRequest(gateway, path, values), timeoutMs });
    if (called.kind !== "answer") return "cannot-tell";
    if (called.status === 404) return "not-found";
    return called.status === 200
      ? accepted(String(values["shortId"]), rendered.segments)
      : "cannot-tell";
  }

  return {
    id,
    kind: "sms",
    transport: "sms-http",
    capabilities,
    start: async (events) => life.start(events),
    stop: () => life.stop(),
    health: () => life.health(),
    render,

    async send(message) {
      requireOurs(message, id, ["e164"]);
      return life.events() ? life.track(send(message)) : NOT_STARTED;
    },

    ...(lookup && {
      async reconcile(message) {
        requireOurs(message, id, ["e164"]);
        return lookUp(message, lookup.path);
      },
    }),

    webhook: (request) => answerWebhook(door, request, life.events()),
  };
}

const TIMEOUT_MS = 10_000;
const COUNTRY = "966";
