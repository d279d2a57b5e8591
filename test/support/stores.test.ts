import { expect, test } from "vitest";
import { withDatabase } from "./stores.ts";

test.each([
  ["mongodb://127.0.0.1:1/?w=1", "mongodb://127.0.0.1:1/t?w=1"],
  ["mongodb://127.0.0.1:1", "mongodb://127.0.0.1:1/t"],
  ["mongodb://u:p@a:1,b:2/app?replicaSet=rs0", "mongodb://u:p@a:1,b:2/t?replicaSet=rs0"],
])("%s names the database of the file", (uri, named) => {
  expect(withDatabase(uri, "t")).toBe(named);
});
