/** What goes wrong, whom it hits (all when `to` is absent) and how many messages. */
export interface Planned<Fault> {
  fault: Fault;
  to?: string | undefined;
  times: number;
}

/** Faults wait in the order in which they were planned; each is used up by as many messages as it says. */
export function createPlan<Fault extends { kind: string }>() {
  const planned: Planned<Fault>[] = [];
  return {
    add(wanted: Planned<Fault>): void {
      planned.push({ ...wanted });
    },
    clear(): void {
      planned.length = 0;
    },
    take<Kind extends Fault["kind"]>(
      kind: Kind,
      to: string,
    ): Extract<Fault, { kind: Kind }> | undefined {
      const index = planned.findIndex(
        (each) => each.fault.kind === kind && (each.to === undefined || each.to === to),
      );
      const found = planned[index];
      if (!found) return undefined;
      found.times -= 1;
      if (found.times === 0) planned.splice(index, 1);
      return found.fault as Extract<Fault, { kind: Kind }>;
    },
  };
}
