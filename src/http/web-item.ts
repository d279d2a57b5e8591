import type { WebItem } from "../conversation/ports.ts";

/** A file in the log is a reference into the blob store; outside it is an address that the token opens. */
const STORED_FILE = "blob:";
/** A status item has an id of its own in the log (`<message>~read`); outside it names its message. */
const OF_MESSAGE = "~";

/** An item as the page is given it. The key of a text is for the demo alone. */
export function shownItem(item: WebItem, options: { channelId: string; demo: boolean }): WebItem {
  const { key, ...rest } = item;
  const shown: WebItem = { ...rest, ...(options.demo && key !== undefined ? { key } : {}) };
  if (item.type === "status") return { ...shown, id: item.id.split(OF_MESSAGE)[0] ?? item.id };
  if (!item.body?.url?.startsWith(STORED_FILE)) return shown;
  const url = `/chat/${options.channelId}/files/${encodeURIComponent(item.id)}`;
  return { ...shown, body: { ...item.body, url } };
}

/** Under which key the file of an item lies, if it has one. */
export function storedFileOf(item: WebItem | undefined): string | undefined {
  const url = item?.body?.url;
  return url?.startsWith(STORED_FILE) ? url.slice(STORED_FILE.length) : undefined;
}

export function fileBody(file: {
  storageKey: string;
  mime: string;
  fileName: string;
}): NonNullable<WebItem["body"]> {
  const { storageKey, mime, fileName } = file;
  return { kind: "media", mime, fileName, url: STORED_FILE + storageKey };
}
