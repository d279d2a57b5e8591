import type { AssociationId, Blobs } from "../../conversation/ports.ts";
import { Refusal } from "../refusal.ts";
import { acceptFile } from "./accept-file.ts";

/**
 * Keeps a file that a channel brought in, after the same look that a file of the web chat gets. Returns its storage
 * key, or why it is refused; throws when it cannot be stored now.
 */
export async function keepIncomingFile(
  blobs: Blobs,
  channelId: string,
  given: { bytes: Uint8Array; fileName: string | undefined },
): Promise<string | { refusal: "type" }> {
  const file = await accepted(given);
  if (!file) return { refusal: "type" };
  const { bytes, mime, fileName } = file;
  const association = channelId.split("-")[0] as AssociationId;
  return blobs.put(association, bytes, { mime, fileName, owner: channelId });
}

async function accepted({ bytes, fileName }: Parameters<typeof keepIncomingFile>[2]) {
  try {
    return await acceptFile(Buffer.from(bytes), fileName);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
