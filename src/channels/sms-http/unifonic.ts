import type { GatewayDescription } from "../../sms-gateway.ts";

/**
 * Unifonic, an aggregator in Saudi Arabia: registered names, one way only.
 *
 * docs.unifonic.com "Sending your first SMS via Unifonic API" and "Understanding reasons of SMS non-delivery";
 * support.unifonic.com "Can I receive DLR receipt update through a webhook". Enter there as webhook
 * `<publicUrl>/webhooks/<id>/status?key=<webhookSecret>`: its reports are not signed.
 *
 * Credentials: appSid, from (the registered name), webhookSecret.
 */
export const unifonic: GatewayDescription = {
  name: "Unifonic",
  url: "https://el.cloud.unifonic.com",
  numbers: "digits",
  partsPerSecond: 50,
  send: {
    path: "/rest/SMS/messages",
    headers: { accept: "application/json" },
    body: {
      form: {
        AppSid: "{appSid}",
        SenderID: "{from}",
        Recipient: "{to}",
        Body: "{text}",
        responseType: "JSON",
        CorrelationID: "{id}",
        MessageType: "3", // services; 5 is promotional and needs a name that ends in -AD
        async: "false",
      },
    },
    success: { statuses: [200], field: "success", equals: true },
    id: "data.MessageID",
    errorCode: "errorCode",
  },
  errors: {
    "ER-01": "auth", // no rate for the country, or no balance
    "ER-02": "bad-address",
    "ER-03": "bad-address",
    "ER-04": "bad-address",
    "ER-05": "bad-address", // no route: unknown, or a landline
    "ER-06": "content",
    "ER-07": "content", // filtered
    "ER-08": "auth", // the name is not registered
    "ER-09": "content", // the same text to the same number a moment ago
  },
  receipts: {
    format: "form",
    proof: { kind: "secret", in: "query", name: "key", secret: "{webhookSecret}" },
    id: "MessageID",
    state: "DLR",
    states: { Delivered: "delivered", Undeliverable: "failed" },
    failure: "transient", // the report gives no reason
  },
};
