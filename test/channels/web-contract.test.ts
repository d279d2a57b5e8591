import type { Channel, ChannelEvents } from "../../src/channels/channel.ts";
import { createWebChannel } from "../../src/channels/web/channel.ts";
import type { WebItem } from "../../src/conversation/ports.ts";
import { signSession } from "../../src/http/session-token.ts";
import { khutaWeb, openWebWorld } from "../support/web-world.ts";
import { channelContract, type ChannelHarness, type Fault } from "./contract.ts";

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

  async function pageOf(session: string): Promise<WebItem[]> {
    const token = signSession(
      { sid: session, channelId: khutaWeb, exp: world.world.now.getTime() / 1000 + 60 },
      world.parts.sessionKey,
    );
    const answer = await world.app.inject({
      url: `/chat/${khutaWeb}/messages`,
      headers: { authorization: `Bearer ${token}` },
    });
    return answer.json<{ messages: WebItem[] }>().messages;
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
          (await pageOf(to)).map(({ id, body }) => ({
            providerMessageId: id,
            to,
            text: shownText(body),
          })),
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
