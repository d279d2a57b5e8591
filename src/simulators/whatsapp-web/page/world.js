/* What the page knows: the account, its address book, chats and messages. */
import { Collection, createWid, idOf, Model, MsgKey } from "./base.js";
import { config } from "./config.js";

export const me = createWid(`${config.phone}@c.us`);
export const meLid = createWid(`${config.lid}@lid`);

export const Msg = new Collection();
export const Chat = new Collection();
export const Contact = new Collection();

// ---------------------------------------------------------------- address book

export const phoneToLid = new Map();
export const lidToPhone = new Map();
export const registered = new Set();

export function enterInBook({ phone, lid }) {
  registered.add(phone);
  if (!lid) return;
  phoneToLid.set(phone, lid);
  lidToPhone.set(lid, phone);
}

export const widFrom = (map, wid) =>
  map.has(wid._serialized) ? createWid(map.get(wid._serialized)) : undefined;

Contact.find = async (from) => {
  const wid = createWid(from);
  const known = Contact.get(wid);
  if (known) return known;
  const phoneNumber = wid.isLid() ? widFrom(lidToPhone, wid) : undefined;
  return Contact.add(new Model({ id: wid, phoneNumber, pushname: "", isContactBlocked: false }));
};

// ---------------------------------------------------------------- messages

Msg.getMessagesById = async (ids) => {
  if (ids.some((id) => id === undefined || id === null)) {
    throw new Error(
      "DataError: Failed to execute 'get' on 'IDBObjectStore': No key or key range specified.",
    );
  }
  return { messages: ids.map((id) => Msg.get(id)).filter(Boolean) };
};

export function findOrCreateChat(from) {
  const wid = createWid(from);
  const known = Chat.get(wid);
  if (known) return known;
  const chat = new Model({
    id: wid,
    unreadCount: 0,
    t: 0,
    formattedTitle: `+${wid.user}`,
    mute: { expiration: 0 },
    archive: false,
  });
  Object.defineProperty(chat, "msgs", { value: new Collection(), enumerable: false });
  return Chat.add(chat);
}

export function makeMsg(attrs) {
  const msg = new Model(attrs);
  const mediaData = attrs.directPath ? { mediaStage: attrs.mediaStage ?? "RESOLVED" } : undefined;
  Object.defineProperty(msg, "mediaData", { value: mediaData, enumerable: false });
  msg.msgContextInfo = () => ({
    quotedMsg: { body: msg.body, type: msg.type },
    quotedStanzaID: msg.id.id,
    quotedParticipant: msg.from,
  });
  msg.downloadMedia = async () => {
    msg.mediaData.mediaStage = "RESOLVED";
  };
  return msg;
}

/** Into the chat first and then into the collection whose `add` the library listens to. */
export function store(chat, msg) {
  chat.msgs.add(msg);
  msg.collection = Msg;
  Msg.add(msg);
  chat.set({ t: Math.max(chat.t, msg.t) });
}

/** A message as the server tells it. `isNewMsg` is false for what came while nobody listened: no event then. */
export function enterMessage(told, isNewMsg) {
  const remote = createWid(told.remote);
  const key = new MsgKey({ fromMe: told.fromMe, remote, id: told.id });
  if (Msg.get(idOf(key))) return;
  const chat = findOrCreateChat(remote);
  const ourselves = remote.isLid() ? meLid : me;
  const msg = makeMsg({
    id: key,
    from: told.fromMe ? me : remote,
    to: told.fromMe ? remote : me,
    body: told.body,
    type: told.type,
    t: told.t,
    ack: told.ack,
    isNewMsg,
    notifyName: told.name,
    self: told.fromMe ? "out" : "in",
    ...told.attrs,
    ...(told.quoted
      ? {
          quotedMsg: { type: "chat" },
          quotedStanzaID: told.quoted.id,
          quotedParticipant: told.quoted.fromMe ? ourselves : remote,
        }
      : {}),
  });
  if (msg.directPath) msg.mediaObject = {};
  if (!told.fromMe && told.name) void nameContact(remote, told.name);
  store(chat, msg);
}

async function nameContact(wid, name) {
  (await Contact.find(wid)).pushname = name;
}
