import { callProvider, type Called } from "../http-call.ts";
import { API_URL, GRAPH_VERSION, TIMEOUT_MS, type WhatsappCloudOptions } from "./options.ts";

/** The Graph API with the token of one number. */
export function createGraph(options: WhatsappCloudOptions): Graph {
  const { apiUrl = API_URL, graphVersion = GRAPH_VERSION, timeoutMs = TIMEOUT_MS } = options;
  const origin = apiUrl.replace(/\/+$/, "");
  const headers = { authorization: `Bearer ${options.accessToken}` };
  const url = (path: string) => `${origin}/${graphVersion}/${path}`;

  return {
    get: (path) => callProvider({ url: url(path), headers, timeoutMs }),
    post: (path, value) =>
      callProvider({
        url: url(path),
        method: "POST",
        headers: { ...headers, "content-type": "application/json" },
        body: JSON.stringify(value),
        timeoutMs,
      }),
    upload: (path, form) =>
      callProvider({
        url: url(path),
        method: "POST",
        headers,
        body: form,
        timeoutMs: 3 * timeoutMs,
      }),

    async download(address, limits) {
      if (!isOfMeta(address, origin)) return { kind: "never-left" };
      return callProvider({ url: address, headers, ...limits });
    },
  };
}

export interface Graph {
  get(path: string): Promise<Called>;
  post(path: string, value: object): Promise<Called>;
  upload(path: string, form: FormData): Promise<Called>;
  /** The token goes along, so an address that is not Meta's is never called. */
  download(address: string, limits: { maxBytes: number; timeoutMs: number }): Promise<Called>;
}

const META_HOSTS = /(?:^|\.)(?:fbsbx\.com|fbcdn\.net|facebook\.com|whatsapp\.net|whatsapp\.com)$/;

function isOfMeta(address: string, origin: string): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  if (url.origin === new URL(origin).origin) return true;
  return url.protocol === "https:" && url.port === "" && META_HOSTS.test(url.hostname);
}
