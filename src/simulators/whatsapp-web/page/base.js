/*
 * The small classes that the page is made of, as the library expects to meet them: Backbone-like models and
 * collections, and the ids of chats and messages.
 */
import { config } from "./config.js";

/** Several names at once, separated by blanks, and `once`: the library uses both. */
export class Emitter {
  constructor() {
    Object.defineProperty(this, "handlers", { value: new Map(), enumerable: false });
  }
  on(names, handler) {
    for (const name of names.split(" ")) {
      if (!this.handlers.has(name)) this.handlers.set(name, []);
      this.handlers.get(name).push(handler);
    }
    return this;
  }
  off(name, handler) {
    const left = (this.handlers.get(name) ?? []).filter(
      (each) => each !== handler && each.original !== handler,
    );
    this.handlers.set(name, left);
    return this;
  }
  once(name, handler) {
    const wrapped = (...args) => {
      this.off(name, handler);
      handler(...args);
    };
    wrapped.original = handler;
    return this.on(name, wrapped);
  }
  trigger(name, ...args) {
    for (const handler of (this.handlers.get(name) ?? []).slice()) handler(...args);
  }
}

export class Model extends Emitter {
  constructor(attrs, collection) {
    super();
    Object.defineProperty(this, "collection", {
      value: collection,
      writable: true,
      enumerable: false,
    });
    Object.assign(this, attrs);
  }
  set(attrs) {
    for (const [key, value] of Object.entries(attrs)) {
      const old = this[key];
      if (old === value) continue;
      this[key] = value;
      this.trigger(`change:${key}`, this, value, old);
      this.collection?.trigger(`change:${key}`, this, value, old);
      this.collection?.trigger("change", this);
    }
    return this;
  }
  serialize() {
    const isPlain = ([, value]) =>
      typeof value !== "function" && !(value instanceof Emitter) && !(value instanceof Blob);
    return Object.fromEntries(Object.entries(this).filter(isPlain));
  }
  unsafe() {
    return this;
  }
}

export class Collection extends Emitter {
  constructor() {
    super();
    Object.defineProperty(this, "models", { value: new Map(), enumerable: false });
  }
  key(id) {
    return typeof id === "string" ? id : (id._serialized ?? id.$1);
  }
  get(id) {
    // The real page answers get(undefined) with a silent miss: that is how renamed ids lose messages.
    return id === undefined || id === null ? undefined : this.models.get(this.key(id));
  }
  add(model) {
    const key = this.key(model.id);
    if (this.models.has(key)) return this.models.get(key);
    model.collection = this;
    this.models.set(key, model);
    this.trigger("add", model);
    return model;
  }
  getModelsArray() {
    return [...this.models.values()];
  }
  async find(id) {
    return this.get(id);
  }
}

// ---------------------------------------------------------------- ids

class Wid {
  constructor(user, server) {
    this.user = user;
    this.server = server;
    this._serialized = `${user}@${server}`;
  }
  isLid() {
    return this.server === "lid";
  }
  isGroup() {
    return this.server === "g.us";
  }
  isUser() {
    return this.server === "c.us" || this.server === "lid";
  }
  isStatus() {
    return this._serialized === "status@broadcast";
  }
  toJid() {
    return this._serialized;
  }
  toString() {
    return this._serialized;
  }
}

const wids = new Map();

/** One object a person, whatever the text or object it is asked for with. */
export function createWid(from) {
  const text = typeof from === "string" ? from : from?._serialized;
  if (!text || !/^[^@]+@[a-z.]+$/.test(text)) throw new Error("wid error: invalid wid");
  if (!wids.has(text)) {
    const [user, server] = text.split("@");
    wids.set(text, new Wid(user, server === "s.whatsapp.net" ? "c.us" : server));
  }
  return wids.get(text);
}

export class MsgKey {
  constructor({ from, to, id, participant, selfDir, fromMe, remote }) {
    this.fromMe = fromMe ?? selfDir === "out";
    this.remote = remote ?? (this.fromMe ? to : from);
    this.id = id;
    if (participant) this.participant = participant;
    const serialized = `${this.fromMe}_${this.remote._serialized}_${id}`;
    // "$1" is the name that WhatsApp Web gave to `_serialized` in July 2026.
    if (config.idMode === "$1") this.$1 = serialized;
    else this._serialized = serialized;
  }
  static async newId() {
    return `3EB0${toHex(randomBytes(9))}`;
  }
  toString() {
    return this._serialized;
  }
}

export const idOf = (key) => key._serialized ?? key.$1;

// ---------------------------------------------------------------- bytes

export const randomBytes = (count) => crypto.getRandomValues(new Uint8Array(count));
export const toBase64 = (bytes) =>
  btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
export const fromBase64 = (text) => Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
const toHex = (bytes) =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0"))
    .join("")
    .toUpperCase();
export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
