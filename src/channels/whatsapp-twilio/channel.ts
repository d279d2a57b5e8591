import type { Channel } from "../channel.ts";
import { createTwilio } from "../twilio.ts";
import { digitsOf, SCHEMES } from "../whatsapp.ts";
import { capabilitiesOf, type TwilioWhatsappOptions } from "./options.ts";
import { orderOf } from "./order.ts";
import { parseInbound } from "./parse.ts";
import { renderWhatsapp } from "./render.ts";

/** WhatsApp by Twilio. Its list shows of a content template only the question, not the labels. */
export function createTwilioWhatsapp(options: TwilioWhatsappOptions): Channel {
  return createTwilio(options, {
    kind: "whatsapp",
    transport: "whatsapp-twilio",
    capabilities: capabilitiesOf(options),
    schemes: SCHEMES,
    written(value) {
      const digits = digitsOf(value);
      return `whatsapp:${digits === undefined ? value : `+${digits}`}`;
    },
    render: (message) => renderWhatsapp(message, options.content),
    order: (message, rendered) => orderOf(options, message, rendered),
    isText: (body, { text, choices }) => body === (choices?.variables["1"] ?? text),
    parseInbound,
  });
}
