import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { forbiddenPaths, mergeProfile } from "../../src/cases/merge-profile.ts";

describe("a profile over the defaults", () => {
  test.each([
    ["a map is merged deeply", { a: { b: 1, c: 2 } }, { a: { c: 3 } }, { a: { b: 1, c: 3 } }],
    ["a list replaces", { a: [1, 2, 3] }, { a: [9] }, { a: [9] }],
    ["an empty list replaces", { a: [1] }, { a: [] }, { a: [] }],
    ["null replaces", { a: "x" }, { a: null }, { a: null }],
    ["a map replaces a list", { a: [1] }, { a: { b: 1 } }, { a: { b: 1 } }],
    ["what is not mentioned stays", { a: 1, b: 2 }, { b: 3 }, { a: 1, b: 3 }],
  ])("%s", (_what, defaults, profile, merged) => {
    expect(mergeProfile(defaults, profile)).toEqual(merged);
  });

  test.each(["__proto__", "constructor", "prototype"])(
    "the key %s is refused, and found wherever it hides",
    (key) => {
      const poisoned: unknown = JSON.parse(`{ "a": [{ "${key}": { "polluted": true } }] }`);
      expect(forbiddenPaths(poisoned)).toEqual([["a", 0, key]]);
      expect(() => mergeProfile({}, JSON.parse(`{ "${key}": { "polluted": true } }`))).toThrow(key);
      expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
    },
  );

  const maps = fc
    .dictionary(
      fc.string({ minLength: 1 }),
      fc.oneof(
        fc.integer(),
        fc.array(fc.integer()),
        fc.dictionary(fc.string({ minLength: 1 }), fc.integer()),
      ),
    )
    .filter((map) => forbiddenPaths(map).length === 0);

  property.prop([maps, maps])(
    "changes neither side, and laying the same over it again changes nothing",
    (defaults, profile) => {
      const before = structuredClone({ defaults, profile });
      const merged = mergeProfile(defaults, profile);
      expect({ defaults, profile }).toEqual(before);
      expect(mergeProfile(merged, profile)).toEqual(merged);
    },
  );
});
