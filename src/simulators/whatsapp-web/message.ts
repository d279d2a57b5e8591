import { randomBytes } from "node:crypto";

/** One message as the stand-in's "servers" know it: the outside world's own record of what really happened. */
export interface SimMessage {
  /** The bare id; `serialized` is the form that the library shows. */
  id: string;
  serialized: string;
  fromMe: boolean;
  /** Who wrote a message of ours: the linked device, or somebody on the telephone itself. */
  author: "contact" | "device" | "handset";
  /** The other side of the conversation, `9665...@c.us` or `...@lid`. */
  remote: string;
  name?: string;
  type: string;
  body: string;
  /** Seconds. */
  t: number;
  /** -1 failed, 0 pending, 1 server, 2 telephone, 3 read, 4 played. */
  ack: number;
  quoted?: { id: string; fromMe: boolean };
  file?: SimFile;
  /** Everything else that the page's model shows: place, poll, ... */
  attrs: Record<string, unknown>;
}

export interface SimFile {
  mimetype: string;
  filename?: string;
  filehash: string;
  size: number;
  /** base64; absent when it has expired. */
  data?: string;
  /** How long a download takes. */
  delayMs?: number;
}

export function serializedId(message: Pick<SimMessage, "fromMe" | "remote" | "id">): string {
  return `${message.fromMe}_${message.remote}_${message.id}`;
}

/** As a telephone numbers its messages. */
export function newMessageId(): string {
  return `AC${randomBytes(15).toString("hex").toUpperCase()}`;
}

/** The part that the page is told; the bytes of a file it asks for itself. */
export function toldToPage(message: SimMessage) {
  const { id, fromMe, remote, name, type, body, t, ack, quoted, file, attrs } = message;
  return {
    id,
    fromMe,
    remote,
    name,
    type,
    body,
    t,
    ack,
    quoted,
    attrs: file ? { ...attrs, ...fileAttrs(file, message) } : attrs,
  };
}

function fileAttrs(file: SimFile, { body, type }: Pick<SimMessage, "body" | "type">) {
  const { mimetype, filename, filehash, size } = file;
  return {
    type,
    mimetype,
    filename,
    caption: body,
    size,
    filehash,
    encFilehash: filehash,
    directPath: `/v/${filehash}`,
    mediaKey: "k",
  };
}

/** A file as somebody sends it, under a name that nobody can guess. */
export function keptFile(input: {
  mimetype: string;
  filename?: string | undefined;
  delayMs?: number | undefined;
  data?: string | undefined;
  size?: number | undefined;
}): SimFile {
  const { size, ...rest } = withoutUndefined(input);
  return {
    ...rest,
    size: size ?? Buffer.from(rest.data ?? "", "base64").length,
    filehash: randomBytes(32).toString("base64"),
  };
}

export function withoutUndefined<T extends object>(value: T) {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
