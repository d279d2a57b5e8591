/* What this machine has: plain Node, because it is asked before any package is installed. */
import { execFileSync } from "node:child_process";
import { accessSync, constants, readdirSync } from "node:fs";
import path from "node:path";

/** The smallest Node that every dependency supports. */
export const LEAST_NODE = [20, 19];

/** Each thing of the system that Wasl uses: how to find it, what Debian and Ubuntu call it, what stops without it. */
export const systemParts = {
  "redis-server": {
    packages: ["redis-server"],
    find: () =>
      process.env.REDIS_URL
        ? "given by REDIS_URL"
        : given("REDIS_SERVER_PATH", () => findProgram("redis-server")),
    without: "the demo, the follow-ups and all tests that need a store cannot run",
  },
  Chromium: {
    packages: ["chromium"],
    find: () =>
      given("CHROMIUM_PATH", () => findProgram("chromium", "chromium-browser", "google-chrome")),
    without: "linked WhatsApp numbers, letters and browser tests cannot run",
  },
  "an Arabic font": {
    packages: ["fonts-hosny-amiri", "fonts-noto-core"],
    find: arabicFont,
    without: "letters and pages show poor Arabic letters",
  },
};

export function isNodeNewEnough(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [leastMajor, leastMinor] = LEAST_NODE;
  return major > leastMajor || (major === leastMajor && minor >= leastMinor);
}

/** The full path of the first of these programs that can be run. */
export function findProgram(...names) {
  const usual = ["/usr/local/bin", "/usr/bin", "/usr/sbin", "/opt/homebrew/bin"];
  const folders = [...(process.env.PATH ?? "").split(path.delimiter).filter(Boolean), ...usual];
  return names
    .flatMap((name) => folders.map((folder) => path.join(folder, name)))
    .find(isExecutable);
}

/** A path that the environment names is the only one that counts. */
function given(variable, search) {
  const file = process.env[variable];
  if (!file) return search();
  return isExecutable(file) ? file : undefined;
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** A naskh in which letters are set: of the others some print letters in the wrong order for whoever copies the text. */
export const LETTER_FONTS = /Amiri(?! ?Quran)|Noto ?Naskh ?Arabic/i;
// DejaVu, which is nearly everywhere, has Arabic letters too, but nobody wants to read a letter in them.
const GOOD_FONTS = /Amiri|Noto ?(Naskh|Kufi|Sans) ?Arabic|IBM ?Plex ?Sans ?Arabic|Scheherazade/i;

function arabicFont() {
  const program = findProgram("fc-list");
  const fonts = program
    ? execFileSync(program, [":lang=ar", "family"], { encoding: "utf8" }).split("\n")
    : fontFiles("/usr/share/fonts");
  const best = [LETTER_FONTS, GOOD_FONTS].map((good) => fonts.find((font) => good.test(font)));
  return best.find(Boolean)?.trim();
}

function fontFiles(folder) {
  try {
    return readdirSync(folder, { recursive: true }).map((file) => path.basename(String(file)));
  } catch {
    return [];
  }
}
