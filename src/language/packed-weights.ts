/**
 * Most weights are nothing: a byte of zero and the number of zeros after the first (at most 255) stand for a run of
 * them, any other byte for itself.
 */
export function packWeights(weights: Int8Array): Uint8Array {
  const packed: number[] = [];
  for (let at = 0; at < weights.length; at++) {
    const weight = weights[at] ?? 0;
    packed.push(weight & 255);
    if (weight !== 0) continue;
    const start = at;
    while (at + 1 < weights.length && weights[at + 1] === 0 && at - start < 255) at++;
    packed.push(at - start);
  }
  return Uint8Array.from(packed);
}

/** The weights that `packWeights` packed; `length` is how many they are. */
export function unpackWeights(packed: Uint8Array, length: number): Int8Array {
  const weights = new Int8Array(length);
  let at = 0;
  for (let next = 0; next < packed.length; next++) {
    const byte = packed[next] ?? 0;
    if (byte === 0) at += 1 + (packed[++next] ?? 0);
    else weights[at++] = byte;
  }
  return weights;
}
