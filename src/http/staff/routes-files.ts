import { Readable } from "node:stream";
import { uploadedBy } from "../../conversation/desk-intake.ts";
import { associationOf, type World } from "../../conversation/world.ts";
import { acceptFile } from "../files/accept-file.ts";
import { sendFile } from "../file-pages.ts";
import { Refusal } from "../refusal.ts";
import type { Uploaded } from "./api.ts";
import { isHidden } from "./cards.ts";
import type { Caller } from "./parts.ts";
import { byId, route } from "./route.ts";
import { seesBranch } from "./routes-session.ts";
import { writeAudit } from "./register.ts";

/** Files that people sent, and those that staff add. */
export const fileRoutes = [
  route({
    method: "GET",
    url: "/api/files/:id",
    right: "member",
    says: "A file of a conversation or case that the caller may see, as an attachment in a sandbox; every look is in the audit",
    params: byId,
    async handle({ parts, caller, params, reply }) {
      const { association } = caller;
      const { world } = parts;
      const file = (await maySee(world, caller, params.id))
        ? await world.store.blobs.get(association, params.id)
        : undefined;
      if (!file) throw new Refusal(404, "file.unknown", "there is no such file");
      await writeAudit(parts, caller, { verb: "file", what: `file ${params.id}` });
      return sendFile(reply, file);
    },
  }),
  route({
    method: "POST",
    url: "/api/files",
    right: "file.add",
    says: "Keeps a picture or PDF (the body; its name in the header x-file-name) for a reply or a signed declaration",
    takesFile: true,
    audit: () => ({ verb: "file_added", what: "file" }),
    async handle({ parts: { world }, caller, request }): Promise<Uploaded> {
      const { association, member } = caller;
      const { profile } = associationOf(world, association);
      if (!(request.body instanceof Readable))
        throw new Refusal(415, "file.type", "a file is expected as application/octet-stream");
      const bytes = await bytesOf(request.body, profile.documents.max_mb * 1_000_000);
      const { mime, fileName, bytes: clean } = await acceptFile(bytes, nameOf(request.headers));
      const meta = { mime, fileName, owner: uploadedBy(member.id) };
      const id = await world.store.blobs.put(association, clean, meta);
      return { id, mime, fileName };
    },
  }),
];

/** A key that nobody can guess opens nothing: the file must stand in a thread or a case that this member may look at. */
async function maySee(world: World, caller: Caller, key: string): Promise<boolean> {
  const { association, rights } = caller;
  if (rights.includes("case.see")) {
    const cases = await world.store.cases.withFile(association, key);
    if (cases.some(({ branch }) => seesBranch(caller, branch))) return true;
  }
  if (!rights.includes("conversation.see")) return false;
  const ids = await world.store.messages.conversationsWith(association, key);
  const rows = await Promise.all(ids.map((id) => world.store.desk.get(association, id)));
  return rows.some((row) => row !== undefined && !isHidden(row, caller));
}

function nameOf(headers: Record<string, unknown>): string | undefined {
  const name = headers["x-file-name"];
  try {
    return typeof name === "string" ? decodeURIComponent(name) : undefined;
  } catch {
    return undefined; // a name that was not encoded tells nothing
  }
}

/** Read only now, after the caller was known: a stranger's megabytes stay outside. */
async function bytesOf(body: Readable, most: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    const bytes = chunk as Buffer;
    size += bytes.length;
    if (size > most) throw new Refusal(413, "file.large", "the file is too large");
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}
