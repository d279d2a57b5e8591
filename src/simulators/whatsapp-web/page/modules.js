/* `window.require(name)`: every in-page module that whatsapp-web.js 1.34.7 asks for, and no other. */
import { Collection, createWid, idOf, MsgKey, toBase64 } from "./base.js";
import { config } from "./config.js";
import { Cmd, Conn, progress, rotateQr, Socket } from "./connection.js";
import { device } from "./device.js";
import { mediaModules } from "./media.js";
import { addAndSendMsgToChat } from "./sending.js";
import { emit } from "./wire.js";
import {
  Chat,
  Contact,
  findOrCreateChat,
  lidToPhone,
  me,
  meLid,
  Msg,
  phoneToLid,
  registered,
  widFrom,
} from "./world.js";

const linking = {
  WAWebSocketModel: { Socket },
  WAWebConnModel: { Conn },
  WAWebCmd: { Cmd },
  WAWebStreamModel: { Stream: { markAvailable() {}, markUnavailable() {} } },
  WAWebOfflineHandler: {
    OfflineMessageHandler: { getOfflineDeliveryProgress: () => progress.percent },
  },
  WAWebAltDeviceLinkingApi: {
    setPairingType() {},
    async initializeAltDeviceLinking() {},
    async initializeQRLinking() {},
    async startAltLinkingFlow(phone) {
      emit("pairingCodeRequested", { phone });
      return "ABCD1234";
    },
  },
  WABase64: { encodeB64: toBase64 },
  WAWebCompanionRegClientUtils: { DEVICE_PLATFORM: 1 },
  WAWebAdvSignatureApi: {},
  WAWebUserPrefsInfoStore: {
    waNoiseInfo: { get: async () => ({ staticKeyPair: { pubKey: device.noise } }) },
  },
  WAWebSignalStoreApi: {
    waSignalStore: {
      getRegistrationInfo: async () => ({ identityKeyPair: { pubKey: device.identity } }),
    },
  },
  WAWebUserPrefsMultiDevice: { getADVSecretKey: () => device.adv },
  WAWebUserPrefsMeUser: { getMaybeMePnUser: () => me, getMaybeMeLidUser: () => meLid },
  WAWebMiscBrowserUtils: { info: () => ({ os: "Linux", name: "Chrome" }) },
  WAWebLaunchSocketUtils: { refreshQR: rotateQr },
};

const receiving = {
  WAWebCollections: {
    Msg,
    Chat,
    Contact,
    Blocklist: new Collection(),
    BusinessProfile: new Collection(),
    GroupMetadata: new Collection(),
  },
  WAWebCallCollection: { m: new Map(), on() {} },
  WAWebSyncGatingUtils: { isPlaceholderMessageResendEnabled: () => false },
  WAWebNonMessageDataRequestPlaceholderMessageResendUtils: {
    handlePlaceholderMsgsSeen: (messages) => emit("placeholderResend", { count: messages.length }),
  },
  WAWebBackendJobsCommon: { mediaTypeFromProtobuf: () => null },
  WAWebE2EProtoUtils: { typeAttributeFromProtobuf: () => "text" },
  WAWebAddonReactionTableMode: { reactionTableMode: { bulkUpsert: async () => {} } },
  WAWebAddonPollVoteTableMode: { pollVoteTableMode: { bulkUpsert: async () => {} } },
};

const findLinks = (text) =>
  (String(text ?? "").match(/https?:\/\/[^\s]+/g) ?? []).map((href) => ({ href }));

const sending = {
  WAWebWidFactory: { createWid, createWidFromWidLike: createWid, asUserWidOrThrow: (wid) => wid },
  WAWebFindChatAction: {
    findOrCreateLatestChat: async (wid) => ({ chat: findOrCreateChat(wid) }),
  },
  WAWebChatGetters: {
    getIsNewsletter: (chat) => chat.id.server === "newsletter",
    getIsBroadcast: (chat) => chat.id.server === "broadcast",
  },
  WAWebMsgKey: MsgKey,
  WAWebMsgReply: { canReplyMsg: () => true },
  WAWebGetEphemeralFieldsMsgActionsUtils: { getEphemeralFields: () => ({}) },
  WALinkify: { findLinks, findLink: (text) => findLinks(text)[0] },
  WAWebLinkPreviewChatAction: { getLinkPreview: async () => undefined },
  WAWebSendMsgChatAction: { addAndSendMsgToChat },
  WAWebSendReactionMsgAction: {
    sendReactionToMsg: async (msg, reaction) => emit("reaction", { id: idOf(msg.id), reaction }),
  },
};

const chatState = (state) => async (wid) => emit("chatstate", { remote: wid._serialized, state });

const manners = {
  WAWebUpdateUnreadChatAction: {
    sendSeen: async ({ chat }) => {
      emit("seen", { remote: chat.id._serialized });
      chat.set({ unreadCount: 0 });
    },
  },
  WAWebChatStateBridge: {
    sendChatStateComposing: chatState("composing"),
    sendChatStateRecording: chatState("recording"),
    sendChatStatePaused: chatState("paused"),
  },
  WAWebPresenceChatAction: {
    sendPresenceAvailable: async () => emit("presence", { state: "available" }),
    sendPresenceUnavailable: async () => emit("presence", { state: "unavailable" }),
  },
};

const contactGetters = {
  getIsMe: (contact) => contact.id === me,
  getIsUser: (contact) => contact.id.isUser(),
  getIsGroup: (contact) => contact.id.isGroup(),
  getIsWAContact: () => true,
  getUserid: (contact) => contact.id.user,
  getName: (contact) => contact.name,
  getShortName: (contact) => contact.name,
  getPushname: (contact) => contact.pushname,
};

const lookups = {
  WAWebQueryExistsJob: {
    queryWidExists: async (wid) => {
      const phone = wid.isLid() ? lidToPhone.get(wid._serialized) : wid._serialized;
      return phone && registered.has(phone) ? { wid } : null;
    },
  },
  WAWebApiContact: {
    getCurrentLid: (wid) => widFrom(phoneToLid, wid),
    getPhoneNumber: (wid) => widFrom(lidToPhone, wid),
    getAlternateUserWid: () => undefined,
  },
  WAWebLidMigrationUtils: { toPn: (wid) => widFrom(lidToPhone, wid) },
  WAWebContactGetters: new Proxy(
    {},
    { get: (_, name) => contactGetters[name] ?? (() => undefined) },
  ),
  WAWebFrontendContactGetters: { getIsMyContact: () => false },
  WAWebPhoneUtils: { formattedPhoneNumber: (number) => `+${number.split("@")[0]}` },
  WAWebChatLoadMessages: { loadEarlierMsgs: async () => [] },
};

export const modules = {
  ...linking,
  ...receiving,
  ...sending,
  ...manners,
  ...lookups,
  ...mediaModules,
};
for (const name of config.missing ?? []) delete modules[name];

/** Throws for an unknown name: parts of the library rely on try and catch round it. */
export function requireModule(name) {
  if (Object.hasOwn(modules, name)) return modules[name];
  emit("missingModule", { name });
  throw new Error(`Requiring unknown module "${name}"`);
}
