import type { AssociationId, Blobs } from "../../conversation/ports.ts";
import { Refusal } from "../refusal.ts";
import { acceptFile } from "./accept-file.ts";
import { signFile } from "./signed-url.ts";

/** The files of channels: what people send is kept, what is to be sent is read. A channel sees its own association's alone. */
export function channelFiles(
  blobs: Blobs,
  { publicUrl, key, now }: { publicUrl: string; key: Buffer; now: () => Date },
) {
  return {
    /**
     * After the same look that a file of the web chat gets. Returns its storage key, or why it is refused; throws when
     * it cannot be stored now.
     */
    async save(
      channelId: string,
      bytes: Uint8Array,
      _mime: string,
      fileName: string | undefined,
    ): Promise<string | { refusal: "type" }> {
      const file = await accepted(bytes, fileName);
      if (!file) return { refusal: "type" };
      const { mime } = file;
      const meta = { mime, fileName: file.fileName, owner: channelId };
      return blobs.put(associationOf(channelId), file.bytes, meta);
    },

    /** Throws for a key that is not there: whoever sends tries again, and then staff hear of it. */
    async load(channelId: string, storageKey: string): Promise<Uint8Array> {
      const file = await blobs.get(associationOf(channelId), storageKey);
      if (!file) throw new Error(`channel ${channelId}: a file to be sent is not there`);
      return file.bytes;
    },

    /** Where a provider may fetch it for an hour. The name in it is all that a person may see, so it tells nothing. */
    url(channelId: string, storageKey: string, mime: string): string {
      const association = associationOf(channelId);
      const name = `file.${mime.split("/")[1]?.replace(/\W.*$/, "") || "bin"}`;
      return `${publicUrl}/media/${signFile({ association, storageKey }, key, now())}/${name}`;
    },
  };
}

async function accepted(bytes: Uint8Array, fileName: string | undefined) {
  try {
    return await acceptFile(Buffer.from(bytes), fileName);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

function associationOf(channelId: string): AssociationId {
  return channelId.split("-")[0] as AssociationId;
}
