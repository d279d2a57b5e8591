import type { Flow } from "./flow.ts";
import type { Globals } from "./globals.ts";

/** All published flows: every version that a conversation may still run, and the one on which new ones begin. */
export interface FlowSet {
  versions: ReadonlyMap<string, ReadonlyMap<number, Flow>>;
  globals: Globals;
}

export function createFlowSet(flows: readonly Flow[], globals: Globals): FlowSet {
  const versions = new Map<string, Map<number, Flow>>();
  for (const flow of flows) {
    const known = versions.get(flow.name) ?? new Map<number, Flow>();
    known.set(flow.version, flow);
    versions.set(flow.name, known);
  }
  return { versions, globals };
}

export function hasFlow(flows: FlowSet, name: string): boolean {
  return flows.versions.has(name);
}

/** The version on which a new conversation begins: the highest. */
export function currentVersion(flows: FlowSet, name: string): number {
  const known = flows.versions.get(name);
  if (!known) throw new Error(`there is no flow "${name}"`);
  return Math.max(...known.keys());
}

export function findFlow(flows: FlowSet, name: string, version: number): Flow {
  const flow = flows.versions.get(name)?.get(version);
  if (!flow) throw new Error(`there is no flow ${name}@${version}`);
  return flow;
}
