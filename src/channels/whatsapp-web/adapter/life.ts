import type { Health } from "../../channel.ts";
import { within } from "../deadlines.ts";
import type { Ending } from "../wire.ts";
import type { Inbox } from "./inbound.ts";
import { idOf } from "./ids.ts";
import { kindOf, type Link } from "./link.ts";
import type { LibraryMessage } from "./message.ts";
import type { Outbox } from "./outbox.ts";
import { missingInPage, repairMessageKeys } from "./page-contract.ts";
import { pageOf } from "./page.ts";
import type { LibraryReaction, LibraryVote } from "./parse.ts";
import { watch } from "./watch.ts";

/** How long a code is good for: WhatsApp turns a QR code about every 20 s, a pairing code every 3 min. */
const CODE_MS = { qr: 20_000, code: 180_000 } as const;

export interface Parts {
  inbox: Inbox;
  outbox: Outbox;
  catchUp: () => Promise<void>;
}

/**
 * One life of a linked number, from the start of Chromium until something ends it. It never mends a dead browser: it
 * says why it ends, and the process is started anew.
 */
export async function live(
  link: Link,
  { inbox, outbox, catchUp }: Parts,
  end: (ending: Ending) => void,
): Promise<void> {
  const { client, config, gate, note, now } = link;
  let stage: Health["state"] | undefined;

  function become(health: Health): void {
    stage = health.state;
    link.tell({ type: "health", health });
  }

  const view = {
    state: () => stage,
    become,
    end,
    /** Chromium is up and shows something. */
    isLoaded: false,
  };

  // Every listener on its own: an error in one would end this process, and nobody would know which.
  const on = (event: string, react: (...args: never[]) => unknown) => {
    client.on(event, (...args: unknown[]) => {
      Promise.resolve()
        .then(() => react(...(args as never[])))
        .catch((error: unknown) => note("error", `in "${event}"`, { error: kindOf(error) }));
    });
  };

  become({ state: "starting", since: now() });

  // ------------------------------------------------------------ linking
  const pairing = (method: "qr" | "code") => (payload: string) => {
    const since = now();
    const expiresAt = new Date(since.getTime() + CODE_MS[method]);
    become({ state: "pairing", since, method, payload, expiresAt });
  };
  on("qr", pairing("qr"));
  on("code", pairing("code"));
  const synchronising = () => {
    link.journal.linked();
    if (stage !== "syncing" && stage !== "ready") become({ state: "syncing", since: now() });
  };
  on("loading_screen", synchronising);
  on("authenticated", synchronising);
  on("auth_failure", () =>
    end({
      verdict: "stuck",
      reason: "WhatsApp does not accept the session",
      action: "link the number again: remove the device on the telephone, then scan the new code",
    }),
  );
  on("ready", async () => {
    const page = pageOf(client);
    if (await within(config.deadlines.callMs, "repair", repairMessageKeys(page)))
      note("warn", "message ids of the page were repaired");
    const missing = await within(config.deadlines.callMs, "contract probe", missingInPage(page));
    const version = await within(config.deadlines.callMs, "version", client.getWWebVersion());
    if (missing.length > 0) {
      note("error", "the page lacks what the library needs", { missing, version });
      gate.close("contract-broken");
      become({
        state: "needs-operator",
        since: now(),
        reason: `contract-broken: WhatsApp Web ${version} has no ${missing.join(", ")}`,
        action: "update Wasl, or move this number to the WhatsApp Cloud API",
      });
      return;
    }
    gate.open();
    if (stage !== "ready") {
      note("info", "ready", { version });
      become({ state: "ready", since: now(), identity: `+${client.info.wid.user}` });
    }
    await catchUp();
  });
  on("disconnected", (reason: string) => end(endingOf(reason)));

  // ------------------------------------------------------------ messages
  on("message_create", (message: LibraryMessage) => inbox.message(message));
  on("message_ciphertext", (message: LibraryMessage) => inbox.ciphertext(message));
  on("message_ciphertext_failed", (message: LibraryMessage) => inbox.ciphertextFailed(message));
  on("message_edit", (message: LibraryMessage, _: unknown, before: unknown) =>
    inbox.edit(message, before),
  );
  on("message_revoke_everyone", (message: LibraryMessage) => inbox.revoke(message));
  on("message_reaction", (reaction: LibraryReaction) => inbox.reaction(reaction));
  on("vote_update", (vote: LibraryVote) => inbox.vote(vote));
  on("message_ack", (message: LibraryMessage, ack: number) => {
    if (message.fromMe) outbox.mark(idOf(message.id), ack);
  });

  // ------------------------------------------------------------ the browser
  watch(link, view);
  try {
    await within(config.deadlines.initializeMs, "the start of WhatsApp Web", client.initialize());
  } catch (error) {
    end(endingOfStart(error));
    return;
  }
  view.isLoaded = true;
  const gone = (reason: string) => () => end({ verdict: "restart", reason });
  client.pupBrowser?.on("disconnected", gone("the browser has died"));
  client.pupPage?.on("close", gone("the page was closed"));
  client.pupPage?.on("error", gone("the page has crashed"));
  client.pupPage?.on("framenavigated", (frame) => {
    if (frame !== client.pupPage?.mainFrame()) return;
    gate.close("the page is being loaded");
    if (stage === "ready") become({ state: "syncing", since: now() });
  });
}

/** States of WhatsApp after which the library has given up. */
const ENDINGS = new Map<string, Ending>([
  [
    "LOGOUT",
    {
      verdict: "logged-out",
      reason: "logged-out: the device was removed on the telephone",
      action: "scan the new code with the telephone of this number",
      wipe: true,
    },
  ],
  [
    "UNPAIRED",
    {
      verdict: "logged-out",
      reason: "logged-out: WhatsApp has unlinked this device",
      action: "scan the new code with the telephone of this number",
    },
  ],
  [
    "CONFLICT",
    {
      verdict: "stuck",
      reason: "conflict: another browser uses this number's session",
      action: "close WhatsApp Web in the other browser",
    },
  ],
  ...["TOS_BLOCK", "SMB_TOS_BLOCK"].map((state): [string, Ending] => [
    state,
    {
      verdict: "halt",
      reason: `blocked: WhatsApp has blocked this number (${state})`,
      action: "look into WhatsApp on the telephone; move this channel to the WhatsApp Cloud API",
    },
  ]),
  [
    "PROXYBLOCK",
    {
      verdict: "stuck",
      reason: "WhatsApp refuses connections from this network",
      action: "use another network or outgoing address",
    },
  ],
  [
    "DEPRECATED_VERSION",
    {
      verdict: "stuck",
      reason: "WhatsApp no longer takes this version of its page",
      action: "update Wasl, or move this number to the WhatsApp Cloud API",
    },
  ],
]);

export function endingOf(state: string): Ending {
  return ENDINGS.get(state) ?? { verdict: "restart", reason: `the session has ended (${state})` };
}

/** The library throws what is no Error, too. */
export function endingOfStart(error: unknown): Ending {
  const text = error instanceof Error ? error.message : String(error);
  if (/auth timeout/.test(text))
    return {
      verdict: "restart",
      reason: "not-whatsapp: something else answers for web.whatsapp.com",
    };
  if (/Browser was not found|ENOENT|Failed to launch the browser/.test(text))
    return {
      verdict: "stuck",
      reason: "Chromium could not be started",
      action: "install Chromium and set CHROMIUM_PATH to it; see `npm run doctor`",
    };
  return { verdict: "restart", reason: `WhatsApp Web could not be opened: ${kindOf(error)}` };
}
