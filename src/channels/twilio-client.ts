import twilio from "twilio";
import type RequestClient from "twilio/lib/base/RequestClient.js";
import { Throttled } from "./twilio-errors.ts";

/** The real Twilio client; `apiUrl` points it at another host (a stand-in, a proxy), everything above the socket stays. */
export function createTwilioClient(options: {
  accountSid: string;
  authToken: string;
  apiUrl: string | undefined;
  timeoutMs: number;
}): twilio.Twilio {
  const { accountSid, authToken, apiUrl, timeoutMs } = options;
  return twilio(accountSid, authToken, { httpClient: new PointedClient(apiUrl, timeoutMs) });
}

/**
 * `timeout` and `autoRetry` have to be given HERE: options of `twilio()` do not reach a client of one's own. Nothing is
 * retried inside: a 429 goes up with the time to wait, so that one waiting message does not hold a socket.
 */
class PointedClient extends twilio.RequestClient {
  readonly #apiUrl: string | undefined;

  constructor(apiUrl: string | undefined, timeoutMs: number) {
    super({ timeout: timeoutMs, autoRetry: false });
    this.#apiUrl = apiUrl?.replace(/\/+$/, "");
  }

  override async request<Data>(options: RequestClient.RequestOptions<Data>) {
    const response = await super.request({ ...options, uri: this.#pointed(options.uri) });
    if (response.statusCode === 429) throw new Throttled(headerOf(response, "retry-after"));
    return response;
  }

  #pointed(uri: string): string {
    if (this.#apiUrl === undefined) return uri;
    const { pathname, search } = new URL(uri);
    return this.#apiUrl + pathname + search;
  }
}

function headerOf(response: object, name: string): unknown {
  return "headers" in response ? (response.headers as Record<string, unknown>)[name] : undefined;
}
