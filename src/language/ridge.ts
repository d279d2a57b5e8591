/**
 * Solves (similarities + ridge · identity) · x = targets for every column of targets: how much each example speaks for
 * or against each class, so that near examples of different classes are told apart. The matrix is symmetric and
 * positive; 385 examples take about 50 milliseconds. By Cholesky decomposition.
 */
export function solveRidge(
  similarities: readonly Float64Array[],
  targets: readonly Float64Array[],
  ridge: number,
): Float64Array[] {
  const lower = decompose(similarities, ridge);
  return targets.map((target) => backward(lower, forward(lower, target)));
}

function decompose(matrix: readonly Float64Array[], ridge: number): Float64Array[] {
  const lower: Float64Array[] = [];
  for (const [row, values] of matrix.entries()) {
    const current = new Float64Array(row + 1);
    for (let column = 0; column <= row; column++) {
      const other = column === row ? current : (lower[column] ?? current);
      let rest = (values[column] ?? 0) + (column === row ? ridge : 0);
      for (let index = 0; index < column; index++)
        rest -= (current[index] ?? 0) * (other[index] ?? 0);
      current[column] = column === row ? Math.sqrt(rest) : rest / (other[column] ?? 1);
    }
    lower.push(current);
  }
  return lower;
}

function forward(lower: readonly Float64Array[], target: Float64Array): Float64Array {
  const solved = new Float64Array(target.length);
  for (const [row, values] of lower.entries()) {
    let rest = target[row] ?? 0;
    for (let index = 0; index < row; index++) rest -= (values[index] ?? 0) * (solved[index] ?? 0);
    solved[row] = rest / (values[row] ?? 1);
  }
  return solved;
}

function backward(lower: readonly Float64Array[], target: Float64Array): Float64Array {
  const solved = Float64Array.from(target);
  for (let row = lower.length - 1; row >= 0; row--) {
    const values = lower[row] ?? solved;
    const value = (solved[row] ?? 0) / (values[row] ?? 1);
    solved[row] = value;
    for (let index = 0; index < row; index++)
      solved[index] = (solved[index] ?? 0) - (values[index] ?? 0) * value;
  }
  return solved;
}
