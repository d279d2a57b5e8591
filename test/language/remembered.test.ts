import { expect, test } from "vitest";
import { remembered } from "../../src/language/remembered.ts";

test("an answer is worked out once, however often it is asked for", () => {
  const asked: string[] = [];
  const length = remembered((word) => {
    asked.push(word);
    return word.length;
  });
  expect([length("سلام"), length("سلام"), length("شكرا")]).toEqual([4, 4, 4]);
  expect(asked).toEqual(["سلام", "شكرا"]);
});

test("what nobody says is answered and not kept", () => {
  let asked = 0;
  const length = remembered((word) => {
    asked += 1;
    return word.length;
  });
  const noise = "ا".repeat(5000);
  expect([length(noise), length(noise)]).toEqual([5000, 5000]);
  expect(asked).toBe(2);
});
