import wweb from "whatsapp-web.js";
import type { AdapterConfig } from "../wire.ts";
import type { Folders } from "./profile.ts";

/** The library, unmodified: documented options only. */
export function createLibraryClient(config: AdapterConfig, folders: Folders): wweb.Client {
  const { channelId, pairing, pageUrl, deadlines } = config;
  return new wweb.Client({
    authStrategy: new wweb.LocalAuth({ clientId: channelId, dataPath: folders.data }),
    authTimeoutMs: deadlines.pageMs,
    takeoverOnConflict: true,
    takeoverTimeoutMs: deadlines.takeoverMs,
    ...(pairing.method === "code" ? { pairWithPhoneNumber: { phoneNumber: pairing.phone } } : {}),
    ...pageOf(channelId, pageUrl),
    puppeteer: {
      headless: true,
      executablePath: config.chromiumPath,
      args: [
        ...ARGUMENTS,
        ...(config.sandbox ? [] : ["--no-sandbox", "--disable-setuid-sandbox"]),
        // The page is https://web.whatsapp.com and its stand-in talks to a server on loopback.
        ...(pageUrl === undefined ? [] : ["--disable-features=LocalNetworkAccessChecks"]),
        folders.marker,
      ],
      // The adapter ends its browser itself, after the calls under way.
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
      timeout: deadlines.initializeMs,
    },
  });
}

/**
 * The real page is loaded as it is: a pinned version would be refused after some weeks. A stand-in answers instead of it
 * under the name of the channel, so that one server stands in for many numbers.
 */
function pageOf(channelId: string, pageUrl: string | undefined): Partial<wweb.ClientOptions> {
  if (pageUrl === undefined) return { webVersionCache: { type: "none" } };
  const remotePath = `${pageUrl.replace(/\/+$/, "")}/{version}.html`;
  return { webVersion: channelId, webVersionCache: { type: "remote", remotePath, strict: true } };
}

const ARGUMENTS = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--no-default-browser-check",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-extensions",
  "--disable-dev-shm-usage",
  "--disable-default-apps",
  "--metrics-recording-only",
  "--mute-audio",
];
