import type { FormRecord } from "./ports.ts";
import { acceptInternal } from "./receive.ts";
import type { World } from "./world.ts";

/** A secure page was submitted: the same door as any message, once for each form. Resolves when it is stored. */
export async function submitForm(
  world: World,
  form: FormRecord,
  values: Record<string, string>,
  documents: { id: string; storageKey: string }[],
): Promise<void> {
  await acceptInternal(world, form.associationId, {
    id: `form|${form.id}`,
    address: form.address,
    body: { kind: "form", formId: form.id, values, ...(documents.length > 0 ? { documents } : {}) },
  });
}
