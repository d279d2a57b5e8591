import { execFile } from "node:child_process";
import { accessSync, constants, existsSync, statSync, statfsSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import type { Environment } from "../../src/config.ts";
import { variables } from "../../src/config-variables.ts";
import { LEAST_NODE, LETTER_FONTS, isNodeNewEnough, systemParts } from "../machine.mjs";
import { commandFor } from "../setup.mjs";
import { fault, missing, note, ok } from "./finding.ts";
import type { Finding } from "./finding.ts";

const LEAST_FREE_BYTES = 2e9;

export function node(): Finding {
  const version = process.versions.node;
  if (isNodeNewEnough(version)) return ok(version);
  const least = LEAST_NODE.join(".");
  return fault(
    `${version} is too old`,
    `install Node ${least} or newer`,
    `ثبّت Node بالإصدار ${least} أو أحدث`,
  );
}

export function glibc(env: Environment): Finding {
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } };
  const version = header.glibcVersionRuntime;
  if (process.platform !== "linux") return ok(`${process.platform}: nothing to check`);
  if (version && Number(version.split(".")[1]) >= 36) return ok(`glibc ${version}`);
  const text = version
    ? `glibc ${version} is too old for the embedded MongoDB`
    : "no glibc (Alpine?)";
  if (env["MONGO_URI"]) return note(text, "needed for the demo only", "يلزم للعرض التجريبي فقط");
  return fault(
    text,
    "use Debian 12, Ubuntu 24.04 or newer, or set MONGO_URI",
    "استخدم Debian 12 أو Ubuntu 24.04 أو أحدث، أو اضبط MONGO_URI",
  );
}

export async function chromium(): Promise<Finding> {
  const program = systemParts.Chromium.find();
  if (!program) return missing("Chromium");
  try {
    const { stdout } = await promisify(execFile)(program, ["--version"], { timeout: 15_000 });
    return ok(`${stdout.trim()} (${program})`);
  } catch {
    return fault(
      `${program} cannot be run`,
      `${commandFor(systemParts.Chromium.packages)}, or set CHROMIUM_PATH`,
      `${commandFor(systemParts.Chromium.packages)} أو اضبط CHROMIUM_PATH`,
    );
  }
}

export function arabicFont(): Finding {
  const font = systemParts["an Arabic font"].find();
  if (!font) return missing("an Arabic font");
  if (LETTER_FONTS.test(font)) return ok(font);
  const install = commandFor(["fonts-hosny-amiri"]);
  return note(`${font} is good for pages; letters are set in Amiri`, install, install);
}

export function dataFolder(env: Environment): Finding {
  const folder = path.resolve(env["WASL_DATA_DIR"] || variables.WASL_DATA_DIR.default);
  const existing = existsSync(folder) ? folder : path.dirname(folder);
  try {
    accessSync(existing, constants.W_OK);
  } catch {
    return fault(
      `${existing} cannot be written`,
      `chown it to this user, or set WASL_DATA_DIR`,
      "غيّر مالكه إلى هذا المستخدم، أو اضبط WASL_DATA_DIR",
    );
  }
  const { bavail, bsize } = statfsSync(existing);
  if (bavail * bsize < LEAST_FREE_BYTES) {
    return note(
      `${existing} has only ${Math.round((bavail * bsize) / 1e6)} MB free`,
      "make room, or set WASL_DATA_DIR",
      "وفّر مساحة، أو اضبط WASL_DATA_DIR",
    );
  }
  const key = path.join(folder, "master.key");
  if (existsSync(key) && (statSync(key).mode & 0o077) !== 0) {
    return fault(`${key} can be read by others`, `chmod 600 ${key}`, `chmod 600 ${key}`);
  }
  return ok(folder);
}
