import path from "node:path";
import { loadAssociations } from "../../src/conversation/associations.ts";
import { loadFlows } from "../../src/conversation/load-flows.ts";
import { createTexts } from "../../src/conversation/texts.ts";
import type { Association } from "../../src/conversation/world.ts";

const root = path.resolve(import.meta.dirname, "../..");

/** The project's own flows, texts and associations, loaded as a process loads them. */
export function loadStage() {
  const texts = createTexts(path.join(root, "locales"));
  const { flows, files, globalsFile } = loadFlows(path.join(root, "flows"));
  const associations = loadAssociations(path.join(root, "flows"));
  return {
    texts,
    flows,
    files,
    globalsFile,
    associations,
    association(id: string): Association {
      const found = [...associations.values()].find((each) => each.id === id);
      if (!found) throw new Error(`there is no association "${id}"`);
      return found;
    },
  };
}
