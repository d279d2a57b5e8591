/* What the server can do to the page: each function is an order. */
import { createWid } from "./base.js";
import { logOut, pair, resync, rotateQr, Socket } from "./connection.js";
import { failNextUpload } from "./media.js";
import { modules } from "./modules.js";
import { flushWaiting } from "./sending.js";
import { enterInBook, enterMessage, findOrCreateChat, Msg } from "./world.js";

const messageOf = (id) => {
  const found = Msg.get(id);
  if (!found) throw new Error("the page has no such message");
  return found;
};

export const orders = {
  pair,
  rotateQr,
  resync,
  logout: logOut,
  flush: flushWaiting,
  failNextUpload,
  /** Any state of the connection: CONFLICT, UNPAIRED, UNPAIRED_IDLE, TIMEOUT, ... */
  state: (state) => void Socket.set({ state }),
  reload: () => setTimeout(() => location.reload(), 0) && undefined,
  enterInBook,
  /** A message arrives. */
  deliver(told, unreadCount) {
    enterMessage(told, true);
    findOrCreateChat(told.remote).set({ unreadCount });
  },
  /** The event of a message that is there already. */
  again: (id) => Msg.trigger("add", messageOf(id)),
  ack: (id, ack) => void messageOf(id).set({ ack }),
  edit(id, body) {
    const msg = messageOf(id);
    msg.latestEditSenderTimestampMs = Date.now();
    msg.set({ body });
  },
  revoke(id) {
    const msg = messageOf(id);
    msg.body = "";
    msg.set({ type: "revoked" });
  },
  /** What could not be decrypted, can. */
  decrypt(id, body) {
    const msg = messageOf(id);
    msg.body = body;
    msg.set({ type: "chat" });
  },
  /** The table is read when it is called: the library has put a function of its own there. */
  vote(pollId, from, names) {
    const poll = messageOf(pollId);
    const localIdOf = (name) => poll.pollOptions.find((option) => option.name === name).localId;
    return modules.WAWebAddonPollVoteTableMode.pollVoteTableMode.bulkUpsert([
      {
        id: { _serialized: `vote_${Date.now()}` },
        pollUpdateParentKey: poll.id,
        t: Date.now(),
        from: createWid(from),
        senderTimestampMs: Date.now(),
        selectedOptionLocalIds: names.map(localIdOf),
      },
    ]);
  },
  react(id, from, reactionText) {
    return modules.WAWebAddonReactionTableMode.reactionTableMode.bulkUpsert([
      {
        id: { _serialized: `reaction_${Date.now()}` },
        reactionParentKey: messageOf(id).id,
        reactionTimestamp: Date.now(),
        reactionText,
        from: createWid(from),
      },
    ]);
  },
};
