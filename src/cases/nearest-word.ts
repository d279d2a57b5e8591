/** The valid word that somebody most likely meant, or undefined when none is near. */
export function nearestWord(typed: string, valid: readonly string[]): string | undefined {
  const allowed = Math.max(1, Math.floor(typed.length / 3)); // one slip in three letters; more is another word
  let best: { word: string; slips: number } | undefined;
  for (const word of valid) {
    const slips = distance(typed.toLowerCase(), word.toLowerCase());
    if (slips <= allowed && (!best || slips < best.slips)) best = { word, slips };
  }
  return best?.word;
}

/** Letters to add, drop, change or swap with their neighbour (optimal string alignment). */
function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, column) => column)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = at(rows, i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swap =
        i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
          ? at(rows, i - 2, j - 2) + 1
          : Infinity;
      row.push(Math.min(at(rows, i - 1, j) + 1, (row[j - 1] ?? 0) + 1, change, swap));
    }
    rows.push(row);
  }
  return at(rows, a.length, b.length);
}

function at(rows: readonly number[][], row: number, column: number): number {
  return rows[row]?.[column] ?? Infinity;
}
