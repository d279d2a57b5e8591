import type { FastifyRequest } from "fastify";
import { acceptFile, type AcceptedFile } from "./files/accept-file.ts";
import { Refusal } from "./refusal.ts";

export interface FormBody {
  /** As it was typed. */
  typed: Record<string, string>;
  files: Record<string, AcceptedFile>;
  /** Files that cannot be taken: field -> reason. */
  badFiles: Record<string, string>;
}

/** What a form was filled with, of the names that it asks for and no others; a name that comes twice counts once. */
export async function readFormBody(
  request: FastifyRequest,
  asked: { fields: readonly string[]; documents: readonly string[]; maxBytes: number },
): Promise<FormBody> {
  const body: FormBody = { typed: {}, files: {}, badFiles: {} };
  if (!request.isMultipart()) {
    const given = (request.body ?? {}) as Record<string, unknown>;
    for (const id of asked.fields) {
      const value = Object.hasOwn(given, id) ? given[id] : undefined;
      if (typeof value === "string") body.typed[id] = value.trim();
    }
    return body;
  }
  const limits = { fileSize: asked.maxBytes, files: asked.documents.length };
  for await (const part of request.parts({ limits })) {
    const id = part.fieldname;
    if (part.type === "field") {
      if (asked.fields.includes(id) && typeof part.value === "string")
        body.typed[id] = part.value.trim();
      continue;
    }
    const bytes = await part.toBuffer();
    if (!asked.documents.includes(id)) continue;
    if (part.file.truncated) body.badFiles[id] = "file_size";
    else if (bytes.length > 0) await take(body, id, bytes, part.filename);
    else if (part.filename !== "") body.badFiles[id] = "file_empty"; // else nothing was chosen
  }
  return body;
}

async function take(body: FormBody, id: string, bytes: Buffer, name: string): Promise<void> {
  try {
    body.files[id] = await acceptFile(bytes, name, "documents");
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    body.badFiles[id] = error.code === "file.unsafe" ? "file_unsafe" : "file_type";
  }
}
