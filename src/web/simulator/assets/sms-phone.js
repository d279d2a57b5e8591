/* A telephone that only knows text messages. */
import { post } from "./api.js";
import { attempt } from "./news.js";
import { createTextPhone } from "./text-phone.js";

export function createSmsPhone(section, hearers) {
  return createTextPhone(section, {
    kind: "sms",
    hello: "hello",
    send: (message) => attempt(() => post("inbound", message)),
    content: ({ text: words }) => [words || "…"],
    ...hearers,
  });
}
