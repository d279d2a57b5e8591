import type wweb from "whatsapp-web.js";

/** Anything with a page to evaluate in: Puppeteer's page, as far as it is used here. */
export interface PageLike {
  /** `source` is text, because it runs where no compiler's helper may be called. */
  evaluate<Result>(source: string): Promise<Result>;
}

export function pageOf(client: wweb.Client): PageLike {
  if (!client.pupPage) throw new Error("there is no page");
  return client.pupPage as unknown as PageLike;
}

/** Looks and does not make: the library's own `getChatById` creates what it does not find. */
export async function hasConversation(page: PageLike, chatId: string): Promise<boolean> {
  return page.evaluate<boolean>(`(() => {
    const wid = window.require("WAWebWidFactory").createWid(${JSON.stringify(chatId)});
    return window.require("WAWebCollections").Chat.get(wid) !== undefined;
  })()`);
}
