import type { Connection, Model } from "mongoose";
import type { Message, MessageStatus } from "../conversation/ports.ts";
import { defineModel, Whole } from "./model.ts";

export interface MessageRow extends Omit<Message, "id" | "body"> {
  _id: string;
  /** As it is, or sealed text. */
  body: Message["body"] | string;
  /** `<channelId>|<value>` of `address`. */
  addressKey: string;
  /** Keys of the files in it, open so that a file finds the thread that it belongs to. */
  files?: string[];
  /** `receiptKey` of each provider id: what receipts are found by. */
  providerKeys?: string[];
  /** Rank of the furthest receipt. */
  rank?: number;
  /** Real time; there exactly while the message has no outcome. */
  waitingSince?: Date;
  /** The batch of sends that took it. */
  sendId?: string;
}

/** No outcome yet. */
export const WAITING_STATES: readonly MessageStatus[] = ["queued", "sending", "unknown"];

export function messageModel(connection: Connection): Model<MessageRow> {
  return defineModel<MessageRow>(
    connection,
    "messages",
    {
      conversationId: String,
      order: String,
      direction: String,
      author: String,
      address: Whole,
      addressKey: String,
      body: Whole,
      secret: Boolean,
      files: [String],
      key: String,
      purpose: String,
      by: Whole,
      caseId: String,
      event: String,
      status: String,
      attempts: Number,
      segments: Number,
      providerMessageIds: Whole,
      providerKeys: [String],
      rank: Number,
      error: Whole,
      createdAt: Date,
      sendingSince: Date,
      notBefore: Date,
      waitingSince: Date,
      sendId: String,
    },
    {
      association: "required",
      indexes: [
        { fields: { associationId: 1, conversationId: 1, order: 1 }, options: { name: "thread" } },
        { fields: { associationId: 1, addressKey: 1, createdAt: 1 }, options: { name: "address" } },
        {
          fields: { associationId: 1, conversationId: 1, order: 1, waitingSince: 1 },
          options: {
            name: "waiting",
            partialFilterExpression: { waitingSince: { $exists: true } },
          },
        },
        {
          fields: { associationId: 1, createdAt: -1, status: 1 },
          options: { name: "refused", partialFilterExpression: { status: "rejected" } },
        },
        {
          fields: { associationId: 1, files: 1 },
          options: { name: "files", partialFilterExpression: { files: { $exists: true } } },
        },
        { fields: { providerKeys: 1 }, options: { name: "receipts", sparse: true } },
      ],
    },
  );
}
