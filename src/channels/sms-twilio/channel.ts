import type { Channel } from "../channel.ts";
import { refusalOfSms, renderSms } from "../sms-render.ts";
import { cleanSmsText } from "../sms.ts";
import { createTwilio } from "../twilio.ts";
import { capabilitiesOf, type TwilioSmsOptions } from "./options.ts";
import { parseInbound } from "./parse.ts";

/** SMS by Twilio. */
export function createTwilioSms(options: TwilioSmsOptions): Channel {
  const capabilities = capabilitiesOf(options);
  return createTwilio(options, {
    kind: "sms",
    transport: "sms-twilio",
    capabilities,
    schemes: ["e164"],
    written: (value) => value,
    render: (message) => renderSms(message, capabilities.text.maxSegments),
    async order(message, rendered) {
      const error = refusalOfSms(message, rendered);
      return error ? { error } : { body: rendered.text };
    },
    isText: (body, { text }) => cleanSmsText(body) === text,
    parseInbound,
  });
}
