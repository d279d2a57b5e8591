/* An outgoing message on its way to the server. */
import { idOf } from "./base.js";
import { uploadedData } from "./media.js";
import { makeMsg, store } from "./world.js";
import { ask } from "./wire.js";

/** Sent while the telephone had no network: they go when it is back. */
const waiting = [];

/** Two promises, as in the real page: the message at once, the server's answer later (or never). */
export function addAndSendMsgToChat(chat, attrs) {
  const msg = makeMsg({ ...attrs });
  store(chat, msg);
  return [Promise.resolve(msg), deliver(chat, msg)];
}

export function flushWaiting() {
  for (const { chat, msg, resolve } of waiting.splice(0)) {
    deliver(chat, msg).then(resolve, () => {});
  }
}

async function deliver(chat, msg) {
  (msg.pollOptions ?? []).forEach((option, index) => (option.localId = index));
  const answer = await ask("send", await toldToServer(chat, msg));
  switch (answer.outcome) {
    case "refused":
      msg.set({ ack: -1 });
      throw new Error(answer.reason);
    case "offline":
      return new Promise((resolve) => waiting.push({ chat, msg, resolve }));
    case "lost": // it never reached the server and this page will not try again
      return new Promise(() => {});
    case "taken":
      if (answer.ack > msg.ack) msg.set({ ack: answer.ack });
      return { messageSendResult: "OK" };
    default:
      throw new Error(`no outcome ${answer.outcome}`);
  }
}

async function toldToServer(chat, msg) {
  const { body, caption, type, t, lat, lng, loc, pollName, pollOptions, quotedStanzaID } = msg;
  const { mimetype, filename, size, filehash } = msg;
  return {
    id: msg.id.id,
    serialized: idOf(msg.id),
    remote: chat.id._serialized,
    type,
    t,
    body: filehash ? (caption ?? "") : (body ?? ""),
    quotedStanzaID,
    attrs: { lat, lng, loc, pollName, pollOptions },
    ...(filehash
      ? { file: { mimetype, filename, size, filehash, data: await uploadedData(filehash) } }
      : {}),
  };
}
