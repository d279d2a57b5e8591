/** One pass over many conversations: what it took, and what it cost. */
export interface Measure {
  turnsPerSecond: number;
  p50: number;
  p99: number;
  cpuMicrosecondsPerTurn: number;
}

/** Every phone says every text in turn; at most `concurrency` conversations are under way. */
export async function measureTurns(options: {
  phones: readonly string[];
  texts: readonly string[];
  concurrency: number;
  turn: (phone: string, text: string) => Promise<number>;
}): Promise<Measure> {
  const durations: number[] = [];
  const queue = [...options.phones];
  const cpu = process.cpuUsage();
  const begun = performance.now();
  await Promise.all(
    Array.from({ length: options.concurrency }, async () => {
      for (let phone = queue.shift(); phone !== undefined; phone = queue.shift()) {
        for (const text of options.texts) durations.push(await options.turn(phone, text));
      }
    }),
  );
  const seconds = (performance.now() - begun) / 1000;
  const used = process.cpuUsage(cpu);
  return {
    turnsPerSecond: durations.length / seconds,
    p50: quantile(durations, 0.5),
    p99: quantile(durations, 0.99),
    cpuMicrosecondsPerTurn: (used.user + used.system) / durations.length,
  };
}

export function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? Number.NaN;
}
