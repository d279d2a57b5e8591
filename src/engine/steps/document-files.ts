import { property, textValue } from "../scope.ts";
import type { Json } from "../types.ts";

/*
 * A file of a person: its storage key, or `{ document, storageKey }` once it is known what it is.
 */

export function isNamed(file: Json | undefined): boolean {
  return documentOf(file) !== undefined;
}

export function documentOf(file: Json | undefined): string | undefined {
  const document = property(file, "document");
  return typeof document === "string" && document !== "" ? document : undefined;
}

export function keyOf(file: Json): string {
  return textValue(property(file, "storageKey") ?? file);
}

/** As what it is known to be, or else as `document`. */
export function namedFile(
  file: Json,
  document: Json | undefined,
): { document: string; storageKey: string } {
  const name = documentOf(file) ?? (textValue(document) || "other");
  return { document: name, storageKey: keyOf(file) };
}
