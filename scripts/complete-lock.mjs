/*
 * Adds to package-lock.json the platform packages that npm left out, so that `npm ci` accepts the lock. On a package
 * mirror without the packages of other platforms npm drops what it cannot resolve, and `npm ci` then refuses its own
 * lock: "Missing: <package>@ from lock file". Against a complete index there is nothing to add.
 *
 * After every change of dependencies:  npm run lock:complete
 * The added entries carry no integrity, as the packages were never seen; they matter on their own platform only.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const PLATFORMS = {
  android: "android",
  darwin: "darwin",
  macos: "darwin",
  win32: "win32",
  windows: "win32",
  freebsd: "freebsd",
  netbsd: "netbsd",
  openbsd: "openbsd",
  openharmony: "openharmony",
  sunos: "sunos",
  aix: "aix",
  linux: "linux",
};
const PROCESSORS = "arm64 x64 ia32 arm ppc64 riscv64 s390x wasm32 loong64 mips64el".split(" ");

/** The lock with its missing platform packages, how many were added, and which ones could not be. */
export function completeLock(lock) {
  const packages = { ...lock.packages };
  const leftOut = [];
  let added = 0;
  for (const [place, entry] of Object.entries(packages)) {
    for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
      if (isInstalledFor(packages, place, name)) continue;
      const completed = entryFor(name, range);
      if (completed) {
        packages[`node_modules/${name}`] = completed;
        added++;
      } else {
        leftOut.push(`${name}@${range} of ${place || "the project"}`);
      }
    }
  }
  const sorted = Object.entries(packages).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return { lock: { ...lock, packages: Object.fromEntries(sorted) }, added, leftOut };
}

/** Node's own search: beside the package, then in every node_modules above it. */
function isInstalledFor(packages, place, name) {
  for (let base = place; ;) {
    if (packages[`${base ? `${base}/` : ""}node_modules/${name}`]) return true;
    if (!base) return false;
    const parent = base.lastIndexOf("/node_modules/");
    base = parent < 0 ? "" : base.slice(0, parent);
  }
}

/** Platform packages are pinned exactly by their parent, and their name says where they run. */
function entryFor(name, range) {
  const [, aliasOf, aliasRange] = /^npm:(.+)@([^@]+)$/.exec(range) ?? [];
  const version = (aliasRange ?? range).replace(/^[~^]/, "");
  if (!/^\d+\.\d+\.\d+/.test(version)) return undefined;
  const says = (word) => new RegExp(`(^|[-/@])${word}([-]|$)`).test(name);
  const platform = Object.keys(PLATFORMS).find(says);
  const processor = PROCESSORS.find((word) => new RegExp(`-${word}(-|$)`).test(name));
  return {
    version,
    ...(aliasOf ? { name: aliasOf } : {}),
    ...(processor ? { cpu: [processor] } : {}),
    optional: true,
    ...(platform ? { os: [PLATFORMS[platform]] } : {}),
    ...(name.includes("musl") ? { libc: ["musl"] } : {}),
    ...(name.includes("gnu") ? { libc: ["glibc"] } : {}),
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const file = process.argv[2] ?? "package-lock.json";
  const { lock, added, leftOut } = completeLock(JSON.parse(readFileSync(file, "utf8")));
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  for (const one of leftOut) console.warn(`left out: ${one} (its range names no exact version)`);
  console.log(`${added} entries added to ${file}`);
}
