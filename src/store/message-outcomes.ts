import type { Model } from "mongoose";
import { receiptRank, type ReceiptState, type SendOutcome } from "../channels/channel.ts";
import type { AssociationId, Message, MessageStatus } from "../conversation/ports.ts";
import { createBatch } from "./batch.ts";
import { WAITING_STATES, type MessageRow } from "./message-model.ts";
import { receiptKey, type ParkedReceipt, type ParkedReceipts } from "./receipts.ts";
import { updateEach, type Change } from "./update-each.ts";
import { oneOf } from "./filters.ts";

interface Recorded {
  association: AssociationId;
  message: Pick<Message, "id" | "address">;
  outcome: SendOutcome;
}

interface Received {
  association: AssociationId;
  channelId: string;
  providerMessageId: string;
  state: ReceiptState;
  error?: Message["error"];
}

/** What a provider says about a message: first its answer to the send, and receipts at any time, in any order. */
export interface Outcomes {
  record(recorded: Recorded): Promise<void>;
  /** The message as it is after the receipt; undefined when none of this id is known yet. */
  receive(received: Received): Promise<MessageRow | undefined>;
}

export function createOutcomes(model: Model<MessageRow>, parked: ParkedReceipts): Outcomes {
  const record = createBatch({
    keyOf: (recorded: Recorded) => recorded.message.id,
    run: async (all: readonly Recorded[]) => {
      const changes = all.map((each) => outcomeOf(each));
      await updateEach(model, changes, {
        when: MAY_HAVE_OUTCOME,
        to: { $mergeObjects: ["$$ROOT", "$$next"] },
        after: AS_STATUS_SAYS,
      });
      await joinParked(changes);
      return all.map(() => undefined);
    },
  });

  /** Receipts that came first. They are looked for after the provider's ids are stored, so that none falls between. */
  async function joinParked(changes: readonly OutcomeChange[]): Promise<void> {
    const accepted = changes.filter((change) => (change.providerKeys?.length ?? 0) > 0);
    if (accepted.length === 0) return;
    const found = await parked.find(
      accepted.map((change) => change.associationId),
      accepted.flatMap((change) => change.providerKeys ?? []),
    );
    if (found.length === 0) return;
    const changesOfFound = accepted.flatMap((change) => {
      const furthest = found.find(
        (each) =>
          each.associationId === change.associationId && change.providerKeys?.includes(each.key),
      );
      return furthest ? [receiptChange(change._id, furthest)] : [];
    });
    if (changesOfFound.length > 0) await advance(changesOfFound);
  }

  const receive = createBatch({
    run: async (all: readonly Received[]) => {
      const receipts = all.map((each) => asParked(each));
      const known = await take(receipts);
      const unknown = receipts.filter((each) => !known.has(each));
      if (unknown.length > 0) {
        await parked.park(unknown);
        // The outcome may have been recorded between the look and the parking: look once more.
        for (const [receipt, row] of await take(unknown)) known.set(receipt, row);
      }
      return receipts.map((each) => known.get(each));
    },
  });

  /** Applies the receipts whose message is known. */
  async function take(receipts: readonly ParkedReceipt[]): Promise<Map<ParkedReceipt, MessageRow>> {
    const rows = await model
      .find({
        providerKeys: oneOf(receipts.map((each) => each.key)),
        associationId: oneOf(receipts.map((each) => each.associationId)),
      } as object)
      .hint("receipts")
      .lean<MessageRow[]>();
    const known = new Map<ParkedReceipt, MessageRow>();
    const furthest = new Map<string, ReceiptChange>();
    for (const receipt of receipts) {
      const row = rows.find(
        (each) =>
          each.associationId === receipt.associationId && each.providerKeys?.includes(receipt.key),
      );
      if (!row) continue;
      const change = receiptChange(row._id, receipt);
      known.set(receipt, change.rank > (row.rank ?? NONE) ? { ...row, ...shown(change) } : row);
      if (change.rank > (furthest.get(row._id)?.rank ?? row.rank ?? NONE))
        furthest.set(row._id, change);
    }
    if (furthest.size > 0) await advance([...furthest.values()]);
    return known;
  }

  /** Forward only, whoever else is writing. */
  async function advance(changes: readonly ReceiptChange[]): Promise<void> {
    await updateEach(model, changes, {
      when: { $gt: ["$$next.rank", { $ifNull: ["$rank", NONE] }] },
      to: { $mergeObjects: ["$$ROOT", "$$next"] },
    });
  }

  return { record, receive };
}

const NONE = -1;

interface OutcomeChange extends Change {
  associationId: AssociationId;
  status: MessageStatus;
  providerMessageIds?: string[];
  providerKeys?: string[];
  segments?: number;
  error?: Message["error"];
}

function outcomeOf({ association, message, outcome }: Recorded): OutcomeChange {
  const change = { _id: message.id, associationId: association, status: outcome.status };
  if (outcome.status !== "accepted") {
    const { class: errorClass, message: text, providerCode } = outcome.error;
    return {
      ...change,
      error: { class: errorClass, message: text, ...(providerCode ? { providerCode } : {}) },
    };
  }
  const { providerMessageIds, segments } = outcome;
  return {
    ...change,
    providerMessageIds,
    providerKeys: providerMessageIds.map((each) => receiptKey(message.address.channelId, each)),
    ...(segments === undefined ? {} : { segments }),
  };
}

/** An outcome is said of what has none yet; only an acceptance may come late, since the provider's word is the truth. */
const MAY_HAVE_OUTCOME = {
  $or: [
    { $in: ["$status", WAITING_STATES] },
    {
      $and: [
        { $eq: ["$$next.status", "accepted"] },
        { $in: ["$status", ["rejected", "withdrawn"]] },
      ],
    },
  ],
};

/** What follows from the status, for whatever document the batch has touched. */
const AS_STATUS_SAYS = {
  waitingSince: { $cond: [{ $in: ["$status", WAITING_STATES] }, "$waitingSince", "$$REMOVE"] },
  error: { $cond: [{ $eq: ["$status", "accepted"] }, "$$REMOVE", "$error"] },
};

interface ReceiptChange extends Change {
  rank: number;
  status?: MessageStatus;
  error?: Message["error"];
}

/** `queued` says that the provider has it, which `accepted` says already: as a status of ours it would mean "not sent". */
function receiptChange(
  id: string,
  { associationId, state, error }: Omit<ParkedReceipt, "key">,
): ReceiptChange {
  return {
    _id: id,
    associationId,
    rank: receiptRank[state],
    ...(state === "queued" ? {} : { status: state }),
    ...(error ? { error } : {}),
  };
}

function shown({ rank, status, error }: ReceiptChange): Partial<MessageRow> {
  return { rank, ...(status ? { status } : {}), ...(error ? { error } : {}) };
}

function asParked({
  association,
  channelId,
  providerMessageId,
  state,
  error,
}: Received): ParkedReceipt {
  const { class: errorClass, message, providerCode } = error ?? {};
  return {
    key: receiptKey(channelId, providerMessageId),
    associationId: association,
    state,
    ...(errorClass && message
      ? { error: { class: errorClass, message, ...(providerCode ? { providerCode } : {}) } }
      : {}),
  };
}
