import type { PageLike } from "./page.ts";

/*
 * What whatsapp-web.js 1.34.7 needs of the page, by name. WhatsApp changes its page every few weeks: asked at every
 * `ready`, so that a page which lost something is named to an operator and never misbehaves in silence.
 */

/** Module and member, "" for the module itself. The table is extended when the library is upgraded. */
const NEEDED: readonly [module: string, ...members: string[]][] = [
  ["WAWebSocketModel", "Socket"],
  ["WAWebConnModel", "Conn"],
  ["WAWebCmd", "Cmd.refreshQR"],
  ["WAWebUserPrefsMeUser", "getMaybeMePnUser", "getMaybeMeLidUser"],
  [
    "WAWebCollections",
    "Msg.on",
    "Msg.get",
    "Msg.getMessagesById",
    "Chat.get",
    "Chat.getModelsArray",
    "Contact.find",
  ],
  ["WAWebWidFactory", "createWid"],
  ["WAWebFindChatAction", "findOrCreateLatestChat"],
  ["WAWebChatGetters", "getIsNewsletter", "getIsBroadcast"],
  ["WAWebMsgKey", "newId"],
  ["WAWebMsgReply", "canReplyMsg"],
  ["WAWebGetEphemeralFieldsMsgActionsUtils", "getEphemeralFields"],
  ["WALinkify", "findLink", "findLinks"],
  ["WAWebSendMsgChatAction", "addAndSendMsgToChat"],
  ["WAWebChatLoadMessages", "loadEarlierMsgs"],
  ["WAWebQueryExistsJob", "queryWidExists"],
  ["WAWebApiContact", "getCurrentLid", "getPhoneNumber"],
  ["WAWebUpdateUnreadChatAction", "sendSeen"],
  ["WAWebChatStateBridge", "sendChatStateComposing"],
  ["WAWebMediaOpaqueData", "createFromData"],
  ["WAWebPrepRawMedia", "prepRawMedia"],
  ["WAWebMediaStorage", "getOrCreateMediaObject"],
  ["WAWebMmsMediaTypes", "msgToMediaType", "castToV4"],
  ["WAWebMediaDataUtils", "shouldUseMediaCache"],
  ["WAWebMediaMmsV4Upload", "uploadMedia"],
  ["WAWebDownloadManager", "downloadManager.downloadAndMaybeDecrypt"],
  ["WAWebAddonReactionTableMode", "reactionTableMode.bulkUpsert"],
  ["WAWebAddonPollVoteTableMode", "pollVoteTableMode.bulkUpsert"],
];

/** Names of what the page lacks, empty when all is there. */
export async function missingInPage(page: PageLike): Promise<string[]> {
  return page.evaluate<string[]>(`(${findMissing})(${JSON.stringify(NEEDED)})`);
}

/**
 * Gives message keys the name back that they lost in July 2026 (`_serialized` became `$1`). Without it the library sends
 * a message and says that it did not. Harmless where the name is still there. Returns whether it was needed.
 */
export async function repairMessageKeys(page: PageLike): Promise<boolean> {
  return page.evaluate<boolean>(`(${repairKeys})()`);
}

// As text: these run in the page, where nothing of this file exists and no compiler's helper may be called.

const findMissing = `(needed) => needed.flatMap(([module, ...members]) => {
  let found;
  try {
    found = window.require(module);
  } catch {
    found = undefined;
  }
  if (!found) return [module];
  return members
    .filter((member) => member.split(".").reduce((value, key) => value?.[key], found) === undefined)
    .map((member) => module + "." + member);
})`;

const repairKeys = `() => {
  const Key = window.require("WAWebMsgKey");
  const sample = new Key({ fromMe: true, remote: { _serialized: "0@c.us" }, id: "0" });
  if (sample._serialized !== undefined) return false;
  Object.defineProperty(Key.prototype, "_serialized", {
    configurable: true,
    get() {
      const text = (part) => part?._serialized ?? part;
      const parts = [this.fromMe, text(this.remote), this.id, text(this.participant)];
      return this.$1 ?? parts.filter((part) => part !== undefined).join("_");
    },
  });
  return true;
}`;
