import type { Channel, ChannelEvents } from "../../src/channels/channel.ts";
import { createWebChannel } from "../../src/channels/web/channel.ts";
import type { WebItem } from "../../src/conversation/ports.ts";
import { signSession } from "../../src/http/session-token.ts";
import { khutaWeb, openWebWorld } from "../support/web-world.ts";
import { channelContract, LETTER, type ChannelHarness, type Fault } from "./contract.ts";

/** The web channel with its own routes round it: what people see is what the page is given over HTTP. */
async function webHarness(): Promise<ChannelHarness> {
  let events: ChannelEvents | undefined;
  const world = await openWebWorld({
    onReceipt: async (receipt) => events?.onReceipt(receipt),
  });
  const web = createWebChannel({
    id: khutaWeb,
    log: world.log,
    bus: world.bus,
    now: () => world.world.now,
  });
  const channel: Channel = {
    ...web,
    start(given) {
      events = given;
      return web.start(given);
    },
  };

  world.files.set(LETTER.storageKey, {
    bytes: Buffer.from(LETTER.bytes),
    mime: "application/pdf",
    fileName: "خطاب.pdf",
    owner: "khuta",
  });

  const headersOf = (session: string) => {
    const token = signSession(
      { sid: session, channelId: khutaWeb, exp: world.world.now.getTime() / 1000 + 60 },
      world.parts.sessionKey,
    );
    return { authorization: `Bearer ${token}` };
  };

  async function pageOf(session: string): Promise<WebItem[]> {
    const url = `/chat/${khutaWeb}/messages`;
    const answer = await world.app.inject({ url, headers: headersOf(session) });
    return answer.json<{ messages: WebItem[] }>().messages;
  }

  /** As the page fetches it: under the address that it was given, with the token of its session. */
  async function fileOf({ body }: WebItem, session: string) {
    if (body?.kind !== "media") return {};
    const answer = await world.app.inject({ url: body.url ?? "", headers: headersOf(session) });
    const mime = String(answer.headers["content-type"]);
    return { file: { mime, bytes: answer.body, name: body.fileName } };
  }

  return {
    channel,
    address: (person) => ({
      channelId: khutaWeb,
      scheme: "session",
      value: `00000000-0000-4000-8000-${String(person).padStart(12, "0")}`,
    }),
    write: () =>
      Promise.reject(new Error("people write by the routes, see test/http/web-chat.test.ts")),
    fail(fault) {
      const { append } = world.log;
      world.log.append = async (...given) => {
        world.log.append = append;
        if (fault === "lost-answer") await append(...given);
        throw new Error("the database is away");
      };
    },
    async seen() {
      const pages = await Promise.all(
        world.log.sessions().map(async (to) =>
          Promise.all(
            (await pageOf(to)).map(async (item) => ({
              providerMessageId: item.id,
              to,
              text: shownText(item.body),
              ...(await fileOf(item, to)),
            })),
          ),
        ),
      );
      return pages.flat();
    },
    async reported() {
      for (const session of world.log.sessions()) await pageOf(session);
    },
    async stop() {
      await channel.stop();
      await world.app.close();
    },
  };
}

/** As the page shows it: the link of a form is a button, options stand below the question. */
function shownText(body: WebItem["body"]): string {
  const { text = "", url, kind, options = [] } = body ?? {};
  const lines = kind === "form" && url ? [text.replace(url, "").trim(), url] : [text];
  return [...lines, ...options.map(({ label }) => label)].join("\n");
}

channelContract("web", webHarness, {
  faults: ["lost-answer", "never-arrived"] satisfies Fault[],
  inbound: false,
});
