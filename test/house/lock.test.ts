import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { completeLock } from "../../scripts/complete-lock.mjs";
import { commandFor, differenceToLock } from "../../scripts/setup.mjs";
import { isNodeNewEnough } from "../../scripts/machine.mjs";

const lock = JSON.parse(readFileSync("package-lock.json", "utf8"));
const manifest = JSON.parse(readFileSync("package.json", "utf8"));

test("npm ci accepts the lock", { timeout: 60_000 }, () => {
  const folder = mkdtempSync(path.join(tmpdir(), "wasl-lock-"));
  for (const file of ["package.json", "package-lock.json"]) {
    copyFileSync(file, path.join(folder, file));
  }
  const npm = spawnSync("npm", ["ci", "--dry-run", "--ignore-scripts", "--offline", "--no-audit"], {
    cwd: folder,
    encoding: "utf8",
  });
  rmSync(folder, { recursive: true, force: true });
  expect(npm.stderr).not.toMatch(/npm error/);
  expect(npm.status).toBe(0);
});

test("the lock holds the packages of every platform", () => {
  const { added } = completeLock(lock);
  expect(added).toBe(0);
});

test("a lock that lost a platform package gets it back, with the platform it is for", () => {
  const places = Object.keys(lock.packages).filter((place) => place.endsWith("darwin-arm64"));
  const [place = ""] = places;
  expect(places.length).toBeGreaterThan(3);
  const { [place]: lost, ...rest } = lock.packages;
  const completed = completeLock({ ...lock, packages: rest });
  expect(completed.added).toBe(1);
  expect(completed.lock.packages[place]).toMatchObject({
    version: lost.version,
    os: ["darwin"],
    cpu: ["arm64"],
    optional: true,
  });
});

test("every dependency is pinned exactly", () => {
  const { dependencies, devDependencies, optionalDependencies } = manifest;
  const ranges = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies });
  expect(ranges.length).toBeGreaterThan(20);
  expect(ranges.filter(([, range]) => !/^\d+\.\d+\.\d+$/.test(String(range)))).toEqual([]);
});

test("every script that package.json names exists", () => {
  const files = Object.values<string>(manifest.scripts).flatMap(
    (script) => script.match(/scripts\/[\w-]+\.\w+/g) ?? [],
  );
  expect(files.length).toBeGreaterThan(5);
  for (const file of files) expect(readFileSync(file, "utf8")).not.toBe("");
});

test("the set-up sees what npm has to mend", () => {
  const wanted = {
    packages: {
      "": { version: "1.0.0" },
      "node_modules/a": { version: "1.0.0" },
      "node_modules/b-win32": { version: "2.0.0", optional: true },
    },
  };
  const has = (packages: object) => differenceToLock(wanted, { packages });
  expect(has({ "node_modules/a": { version: "1.0.0" } })).toBeUndefined();
  expect(has({})).toBe("a is not 1.0.0");
  expect(has({ "node_modules/a": { version: "1.0.1" } })).toBe("a is not 1.0.0");
  expect(
    has({ "node_modules/a": { version: "1.0.0" }, "node_modules/b-win32": { version: "1.0.0" } }),
  ).toBe("b-win32 is not 2.0.0");
  expect(differenceToLock(wanted, undefined)).toBe("there is no node_modules");
});

test.each([
  ["20.20.2", true],
  ["20.19.0", true],
  ["20.18.3", false],
  ["18.20.0", false],
  ["22.0.0", true],
])("Node %s is new enough: %s", (version, isEnough) => {
  expect(isNodeNewEnough(version)).toBe(isEnough);
});

test("the command for a missing part can be pasted", () => {
  expect(commandFor(["redis-server"])).toMatch(
    /apt-get install -y --no-install-recommends redis-server|brew install/,
  );
});
