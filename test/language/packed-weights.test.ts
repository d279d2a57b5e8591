import { expect, test } from "vitest";
import { packWeights, unpackWeights } from "../../src/language/packed-weights.ts";

test.each([
  ["nothing", []],
  ["weights of both signs", [1, -1, 127, -127]],
  ["a zero alone, first and last", [0, 5, 0, -5, 0]],
  ["runs of zeros longer than a byte can tell", [3, ...Array<number>(700).fill(0), 4]],
  ["exactly 256 zeros", Array<number>(256).fill(0)],
])("%s comes back as it was packed", (_, values) => {
  const weights = Int8Array.from(values);
  expect(unpackWeights(packWeights(weights), weights.length)).toEqual(weights);
});

test("what is mostly zeros takes little", () => {
  expect(packWeights(new Int8Array(10_000)).length).toBeLessThan(100);
});
