import type { GatewayDescription } from "../../sms-gateway.ts";

/**
 * A telephone with a SIM, by the app "SMS Gateway for Android" (docs.sms-gate.app): the way to receive SMS where no
 * aggregator can. Server of the project, of one's own, or the telephone itself: only the address differs.
 *
 * Register webhooks there: `sms:received` to `<publicUrl>/webhooks/<id>`, `sms:sent`, `sms:delivered` and `sms:failed` to
 * `<publicUrl>/webhooks/<id>/status`; the signing key stands in the app's settings. The id of a received message is made
 * from its content, so the id of the event is taken: two equal answers are two messages.
 *
 * Credentials: user, password, webhookSecret.
 */
export const androidPhone: GatewayDescription = {
  name: "Android telephone",
  url: "https://api.sms-gate.app/3rdparty/v1",
  numbers: "e164",
  partsPerSecond: 1, // what carriers let one SIM send without taking it for a machine
  basicAuth: { user: "{user}", password: "{password}" },
  send: {
    path: "/messages",
    headers: { accept: "application/json" },
    body: {
      json: {
        id: "{shortId}", // at most 36 signs
        textMessage: { text: "{text}" },
        phoneNumbers: ["{to}"],
        withDeliveryReport: true,
      },
    },
    success: { statuses: [200, 201, 202] },
    id: "id",
    duplicateStatus: 409,
  },
  lookup: { path: "/messages/{shortId}" },
  statuses: { "400": "bad-address" }, // the number is all that can be wrong with what we ask
  errors: {
    RESULT_ERROR_GENERIC_FAILURE: "transient",
    RESULT_ERROR_LIMIT_EXCEEDED: "rate-limited",
    RESULT_ERROR_NO_SERVICE: "transient",
    RESULT_ERROR_RADIO_OFF: "transient",
    RESULT_RIL_MODEM_ERR: "transient",
    RESULT_NO_DEFAULT_SMS_APP: "auth",
    "Invalid number": "bad-address",
  },
  inbound: {
    format: "json",
    proof: {
      kind: "hmac",
      algorithm: "sha256",
      header: "x-signature",
      timestampHeader: "x-timestamp",
      secret: "{webhookSecret}",
      nextSecret: "{nextWebhookSecret}",
    },
    only: { field: "event", equals: "sms:received" },
    id: "id",
    from: "payload.phoneNumber",
    text: "payload.message",
    sentAt: "payload.receivedAt",
  },
  receipts: {
    format: "json",
    proof: {
      kind: "hmac",
      algorithm: "sha256",
      header: "x-signature",
      timestampHeader: "x-timestamp",
      secret: "{webhookSecret}",
      nextSecret: "{nextWebhookSecret}",
    },
    id: "payload.messageId",
    state: "event",
    states: { "sms:sent": "sent", "sms:delivered": "delivered", "sms:failed": "failed" },
    errorCode: "payload.reason",
  },
};
