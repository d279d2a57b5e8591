import { randomUUID } from "node:crypto";
import type { Connection, Model } from "mongoose";
import type { Address } from "../channels/channel.ts";
import type { AssociationId, Conversation, Lease } from "../conversation/ports.ts";
import type { DeskState } from "../conversation/ports-staff.ts";
import type { Effect, State } from "../engine/types.ts";
import { defineModel, Whole } from "./model.ts";
import type { Vault } from "./vault.ts";

const COLLECTION = "conversations";

/** A conversation as it lies in the database. */
export interface ConversationRow {
  _id: string;
  associationId: AssociationId;
  version: number;
  addresses: string[];
  replyTo: Address;
  verifiedPhone?: string;
  displayName?: string;
  holder: Conversation["holder"];
  staffId?: string;
  /** Packed, without `secrets`. */
  state: string;
  /** `state.secrets`, packed and sealed; absent when there are none. */
  secrets?: string;
  /** Each packed on its own, so that one can be taken away when it is done. */
  effects: { id: string; data: string }[];
  taken: string[];
  desk?: DeskState;
  lease?: Lease;
  backlog: boolean;
  createdAt: Date;
  updatedAt: Date;
  /** The last commits, newest first: tells a commit that took hold from one that did not, when not all of a batch did. */
  commits: string[];
  /** While effects wait: the end of the lease under which they are being applied. */
  unsettledUntil?: Date;
}

/** Before every time that is asked for: effects that wait under no lease are found at once. */
export const NO_LEASE = new Date(0);

export function conversationModel(connection: Connection): Model<ConversationRow> {
  return defineModel<ConversationRow>(
    connection,
    COLLECTION,
    {
      version: Number,
      addresses: Whole,
      replyTo: Whole,
      verifiedPhone: String,
      displayName: String,
      holder: String,
      staffId: String,
      state: String,
      secrets: String,
      effects: Whole,
      taken: Whole,
      desk: Whole,
      lease: Whole,
      backlog: Boolean,
      createdAt: Date,
      updatedAt: Date,
      commits: Whole,
      unsettledUntil: Date,
    },
    {
      association: "required",
      // No other index begins with a field that the hot path names, so the server never weighs plans against each other.
      indexes: [{ fields: { unsettledUntil: 1 }, options: { name: "unsettled", sparse: true } }],
    },
  );
}

export async function asRow(
  { id, state, effects, ...conversation }: Conversation,
  vault: Vault,
): Promise<ConversationRow> {
  const { secrets, ...open } = state;
  const association = conversation.associationId;
  const hasSecrets = Object.keys(secrets).length > 0;
  return {
    _id: id,
    ...conversation,
    state: await vault.pack(placeOf(association, id, "state"), open, {
      secret: open.frames.some(({ confidential }) => confidential === true),
    }),
    ...(hasSecrets
      ? {
          secrets: await vault.pack(placeOf(association, id, "secrets"), secrets, { secret: true }),
        }
      : {}),
    effects: await Promise.all(
      effects.map(async (effect) => ({
        id: effect.id,
        data: await vault.pack(placeOf(association, id, `effects.${effect.id}`), effect, {
          secret: "secrets" in effect || CONFIDENTIAL.has(effect.kind),
        }),
      })),
    ),
    commits: [randomUUID()],
    ...(effects.length > 0 ? { unsettledUntil: conversation.lease?.until ?? NO_LEASE } : {}),
  };
}

export async function asConversation(row: ConversationRow, vault: Vault): Promise<Conversation> {
  const {
    _id: id,
    commits: _commits,
    unsettledUntil: _until,
    state,
    secrets,
    effects,
    ...conversation
  } = row;
  const association = row.associationId;
  return {
    id,
    ...conversation,
    state: {
      ...(await vault.unpack<Omit<State, "secrets">>(placeOf(association, id, "state"), state)),
      secrets: secrets
        ? await vault.unpack<State["secrets"]>(placeOf(association, id, "secrets"), secrets)
        : {},
    },
    effects: await Promise.all(
      effects.map((effect) =>
        vault.unpack<Effect>(placeOf(association, id, `effects.${effect.id}`), effect.data),
      ),
    ),
  };
}

/** What was said in confidence: nobody reads it beside the person to whom the row belongs. */
const CONFIDENTIAL = new Set<Effect["kind"]>(["record_survey", "record_feedback"]);

function placeOf(association: string, id: string, field: string) {
  return { association, collection: COLLECTION, field, id };
}
