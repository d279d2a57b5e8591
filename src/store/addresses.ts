import type { Connection } from "mongoose";
import type { AssociationId } from "../conversation/ports.ts";
import { createBatch } from "./batch.ts";
import { these } from "./filters.ts";
import { insertEach } from "./insert.ts";
import { defineModel } from "./model.ts";

/** Which conversation an address belongs to. */
export interface Addresses {
  resolve: (association: AssociationId, address: string, newId: string) => Promise<string>;
  ownerOf: (association: AssociationId, address: string) => Promise<string | undefined>;
  move: (association: AssociationId, address: string, toId: string) => Promise<void>;
}

interface Row {
  _id: string;
  associationId: string;
  conversationId: string;
}

interface Asked {
  association: AssociationId;
  address: string;
  newId: string;
}

const REMEMBERED = 20_000; // addresses; a few MB

/**
 * Addresses are remembered for `rememberMs`, so that a conversation in full swing costs no look-up. An address moves
 * once in a person's life: the one who moves it waits until no process can still remember the old owner.
 */
export function createAddresses(
  connection: Connection,
  { rememberMs }: { rememberMs: number },
): Addresses {
  const model = defineModel<Row>(
    connection,
    "addresses",
    { conversationId: String },
    { association: "required" },
  );
  const remembered = new Map<string, { conversationId: string; until: number }>();

  const resolve = createBatch({
    keyOf: (asked: Asked) => idOf(asked.association, asked.address),
    run: async (asked: readonly Asked[]) => {
      const askedAt = Date.now();
      const owners = await read(asked);
      const isNew = (each: Asked) => !owners.has(idOf(each.association, each.address));
      const made = asked.filter(isNew).map(({ association, address, newId }) => ({
        _id: idOf(association, address),
        associationId: association,
        conversationId: newId,
      }));
      if (made.length > 0) {
        const refusals = await insertEach(model, made);
        made.forEach((row, index) => {
          if (refusals[index] === undefined) owners.set(row._id, row.conversationId);
        });
        // Somebody else was first: his conversation it is.
        const lost = asked.filter(isNew);
        if (lost.length > 0) for (const [id, owner] of await read(lost)) owners.set(id, owner);
      }
      return asked.map((each) => {
        const id = idOf(each.association, each.address);
        const owner = owners.get(id);
        if (owner === undefined) return new Error("addresses: a row that was inserted is gone");
        remember(id, owner, askedAt);
        return owner;
      });
    },
  });

  async function read(
    asked: readonly Pick<Asked, "association" | "address">[],
  ): Promise<Map<string, string>> {
    const rows = await model
      .find(
        these(
          asked.map(({ association, address }) => ({
            association,
            id: idOf(association, address),
          })),
        ),
      )
      .lean<Row[]>();
    return new Map(rows.map((row) => [row._id, row.conversationId]));
  }

  /** `askedAt` is before the read was sent: what was true then may be believed until then + rememberMs. */
  function remember(id: string, conversationId: string, askedAt: number): void {
    remembered.delete(id); // the newest stand last, so the first is the one to go
    remembered.set(id, { conversationId, until: askedAt + rememberMs });
    if (remembered.size > REMEMBERED) remembered.delete(remembered.keys().next().value!);
  }

  return {
    resolve: async (association, address, newId) => {
      const known = remembered.get(idOf(association, address));
      if (known && known.until > Date.now()) return known.conversationId;
      return resolve({ association, address, newId });
    },
    ownerOf: async (association, address) =>
      (await read([{ association, address }])).get(idOf(association, address)),
    move: async (association, address, toId) => {
      const _id = idOf(association, address);
      const { matchedCount } = await model.updateOne(
        { _id, associationId: association },
        { $set: { conversationId: toId } },
        { upsert: true },
      );
      remembered.delete(_id);
      if (matchedCount === 0) return; // nobody can remember an owner that never was
      await new Promise((done) => setTimeout(done, rememberMs));
      remembered.delete(_id);
    },
  };
}

/** An association id holds no "|". */
function idOf(association: string, address: string): string {
  return `${association}|${address}`;
}
