import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import mongoose, { type Connection } from "mongoose";
import type { AssociationId, Blobs } from "../conversation/ports.ts";
import type { Vault } from "./vault.ts";

const BUCKET = "blobs";

interface Meta {
  associationId: string;
  keyId: string;
  /** Packed `{ mime, fileName?, owner }`: a file may be called by a number. */
  about: string;
}

/** Documents of people, sealed before they enter GridFS: the one collection whose writes are not a model's. */
export function createBlobs(connection: Connection, vault: Vault): Blobs {
  const bucket = new mongoose.mongo.GridFSBucket(connection.db!, { bucketName: BUCKET });

  async function find(association: AssociationId, key: string) {
    const [file] = await bucket
      .find({ filename: key, "metadata.associationId": association })
      .limit(1)
      .toArray();
    return file;
  }

  return {
    put: async (association, bytes, meta) => {
      const key = randomUUID();
      const { keyId, sealed } = await vault.sealFile(placeOf(association, "bytes", key), bytes);
      const about = await vault.pack(placeOf(association, "about", key), meta, { secret: true });
      const metadata: Meta = { associationId: association, keyId, about };
      await pipeline(
        Readable.from([sealed]),
        bucket.openUploadStream(key, { metadata: { ...metadata } }),
      );
      return key;
    },
    get: async (association, key) => {
      const file = await find(association, key);
      if (!file) return undefined;
      const meta = file.metadata as unknown as Meta;
      const sealed = await buffer(bucket.openDownloadStream(file._id));
      const { mime, fileName, owner } = await vault.unpack<{
        mime: string;
        fileName?: string;
        owner: string;
      }>(placeOf(association, "about", key), meta.about);
      return {
        bytes: await vault.openFile(placeOf(association, "bytes", key), meta.keyId, sealed),
        mime,
        owner,
        ...(fileName === undefined ? {} : { fileName }),
      };
    },
    remove: async (association, key) => {
      const file = await find(association, key);
      if (!file) return;
      try {
        await bucket.delete(file._id);
      } catch (error) {
        if (await find(association, key)) throw error; // somebody else removed it meanwhile
      }
    },
  };
}

function placeOf(association: string, field: string, key: string) {
  return { association, collection: BUCKET, field, id: key };
}
