/*
 * Makes a fresh clone run: the packages of the lock, redis-server, Chromium and an Arabic font. Plain Node without a
 * dependency. What is there is left alone; what is missing is installed and named where that may be done (root and
 * apt-get), elsewhere the exact command is printed.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { LEAST_NODE, findProgram, isNodeNewEnough, systemParts } from "./machine.mjs";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  process.chdir(ROOT);
  checkNode();
  installPackages();
  installSystemParts();
}

function checkNode() {
  if (isNodeNewEnough()) return;
  stop(`Node ${process.versions.node} is too old: install Node ${LEAST_NODE.join(".")} or newer.`);
}

function installPackages() {
  const difference = differenceToLock(readJson("package-lock.json"), installedLock());
  if (!difference) return;
  say(`installing the packages of package-lock.json (${difference})`);
  const quiet = ["--no-audit", "--no-fund", "--loglevel=error"];
  if (run("npm", ["ci", ...quiet])) return;
  say("npm ci did not work here; trying npm install");
  if (!run("npm", ["install", "--no-save", ...quiet])) {
    stop("the packages could not be installed; see the messages of npm above.");
  }
}

/** Says what npm should mend, or nothing. Packages of other platforms may be absent. */
export function differenceToLock(lock, installed) {
  if (!installed) return "there is no node_modules";
  for (const [place, { version, optional, link }] of Object.entries(lock.packages)) {
    if (place === "" || link) continue;
    const found = installed.packages[place];
    if (!found && optional) continue;
    if (found?.version !== version)
      return `${place.replace("node_modules/", "")} is not ${version}`;
  }
  return undefined;
}

function installedLock() {
  return existsSync("node_modules/.package-lock.json")
    ? readJson("node_modules/.package-lock.json")
    : undefined;
}

function installSystemParts() {
  const missing = missingParts();
  const packages = missing.flatMap(([, part]) => part.packages);
  if (packages.length > 0 && process.getuid?.() === 0 && findProgram("apt-get")) {
    installByApt(packages);
  }
  for (const [name, part] of missing) {
    const found = part.find();
    if (found) {
      say(`installed ${part.packages.join(" ")}: ${name} is ${found}`);
    } else {
      say(`${name} was not found: ${part.without}.`);
      say(`  install it with: ${commandFor(part.packages)}`);
    }
  }
  if (!systemParts["redis-server"].find()) process.exit(1); // nothing that asks for this set-up runs without
}

function missingParts() {
  return Object.entries(systemParts).filter(([, part]) => !part.find());
}

export function commandFor(packages) {
  const install = `apt-get update && apt-get install -y --no-install-recommends ${packages.join(" ")}`;
  if (process.platform === "darwin")
    return "brew install redis; brew install --cask chromium font-amiri";
  return process.getuid?.() === 0 ? install : `sudo sh -c "${install}"`;
}

/** One package at a time, so that one that a distribution lacks does not keep the others out. */
function installByApt(packages) {
  say(`installing ${packages.join(" ")} by apt-get`);
  const allowServices = forbidServices();
  try {
    run("apt-get", ["update", "-qq"]);
    for (const one of packages) {
      run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", one]);
    }
  } finally {
    allowServices();
  }
}

/** Debian starts the service of a package that it installs; we only want the program. */
function forbidServices() {
  const policy = "/usr/sbin/policy-rc.d";
  if (existsSync(policy)) return () => {};
  writeFileSync(policy, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
  return () => rmSync(policy, { force: true });
}

function run(program, args) {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const quietly = program === "apt-get" ? ["ignore", "ignore", "inherit"] : "inherit";
  return spawnSync(program, args, { stdio: quietly, env }).status === 0;
}

function readJson(file) {
  return JSON.parse(readFileSync(file, "utf8"));
}

function say(line) {
  console.log(`setup: ${line}`);
}

function stop(line) {
  console.error(`setup: ${line}`);
  process.exit(1);
}
