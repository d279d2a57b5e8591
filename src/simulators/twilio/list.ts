import { messageResource, type SimMessage } from "./message.ts";

/**
 * GET /Messages.json: newest first, by recipient, sender and date of sending, in pages. As at Twilio a date asks for
 * messages that were SENT: one that still waits in the queue has no such date and does not match.
 */
export function listPage(messages: readonly SimMessage[], url: URL) {
  const query = url.searchParams;
  const found = messages.filter((message) => matches(message, query)).toReversed();
  const pageSize = Math.min(Number(query.get("PageSize")) || 50, 1000);
  const page = Number(query.get("Page")) || 0;
  const end = (page + 1) * pageSize;
  const next = new URL(url);
  next.searchParams.set("Page", String(page + 1));
  return {
    messages: found.slice(page * pageSize, end).map(messageResource),
    page,
    page_size: pageSize,
    uri: url.pathname + url.search,
    next_page_uri: end < found.length ? next.pathname + next.search : null,
  };
}

function matches(message: SimMessage, query: URLSearchParams): boolean {
  const [to, from] = [query.get("To"), query.get("From")];
  if (to !== null && message.to !== to) return false;
  if (from !== null && message.from !== from) return false;
  return dateTests.every(([name, test]) => {
    const value = query.get(name);
    if (value === null) return true;
    return message.sentAt !== null && test(wholeSeconds(message.sentAt), new Date(value));
  });
}

const DAY_MS = 86_400_000;

const dateTests: [string, (sent: number, asked: Date) => boolean][] = [
  ["DateSent", (sent, asked) => Math.floor(sent / DAY_MS) === Math.floor(asked.getTime() / DAY_MS)],
  ["DateSent>", (sent, asked) => sent >= asked.getTime()],
  ["DateSent<", (sent, asked) => sent <= asked.getTime()],
];

function wholeSeconds(date: Date): number {
  return Math.floor(date.getTime() / 1000) * 1000;
}
