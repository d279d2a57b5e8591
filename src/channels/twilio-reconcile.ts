import type twilio from "twilio";

/**
 * Looks for a text whose sending had no outcome in the account's own list.
 *
 * Twilio's list has no slot for our id, so a message is ours when recipient and text agree, it was created after we
 * began, and its id was not given out for another message. Of several the newest: nothing was sent after ours.
 * The list is NOT narrowed by `dateSentAfter`: a message that still waits in Twilio's queue has no date of sending.
 */
export async function findSent(
  client: twilio.Twilio,
  sought: {
    /** As Twilio writes it. */
    to: string;
    isText: (body: string) => boolean;
    since: Date;
    isTaken: (sid: string) => boolean;
  },
): Promise<{ sid: string } | { verdict: "not-found" | "cannot-tell" }> {
  const recent = await client.messages.list({
    to: sought.to,
    pageSize: LIST_LIMIT,
    limit: LIST_LIMIT,
  });
  const earliest = sought.since.getTime() - CLOCK_TOLERANCE_MS;
  const found = recent
    .filter(({ dateCreated }) => dateCreated.getTime() >= earliest)
    .filter(({ body }) => sought.isText(body))
    .filter(({ sid }) => !sought.isTaken(sid))
    .toSorted((one, other) => other.dateCreated.getTime() - one.dateCreated.getTime())[0];
  if (found) return { sid: found.sid };
  const isComplete =
    recent.length < LIST_LIMIT ||
    recent.some(({ dateCreated }) => dateCreated.getTime() < earliest);
  return { verdict: isComplete ? "not-found" : "cannot-tell" };
}

const LIST_LIMIT = 100; // texts to one person
const CLOCK_TOLERANCE_MS = 1000; // Twilio tells whole seconds
