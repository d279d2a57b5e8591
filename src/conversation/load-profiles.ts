import { readdirSync } from "node:fs";
import path from "node:path";
import { checkProfile } from "../cases/check-profile.ts";
import type { ProfileIssue } from "../cases/explain-issue.ts";
import { forbiddenPaths, mergeProfile } from "../cases/merge-profile.ts";
import type { Profile } from "../cases/profile.ts";
import { AppError } from "../errors.ts";
import { readYaml } from "./load-flows.ts";

interface ProfileFile {
  file: string;
  data: unknown;
  lineOf: (path: readonly (string | number)[]) => number;
}

/**
 * Every association of `<flowsDir>/associations`, its file laid over `_defaults.yaml`. Throws one `profile.invalid`
 * that names each fault with file, line and what to write instead.
 */
export function loadProfiles(flowsDir: string): Profile[] {
  const folder = path.join(flowsDir, "associations");
  const faults: string[] = [];
  const defaults = read(path.join(folder, DEFAULTS), faults);
  const files = readdirSync(folder)
    .filter((name) => name.endsWith(".yaml") && name !== DEFAULTS)
    .toSorted()
    .flatMap((name) => read(path.join(folder, name), faults) ?? []);
  const profiles = defaults ? files.flatMap((file) => profileOf(file, defaults, faults) ?? []) : [];
  faults.push(...sharedPrefixes(profiles, folder));
  if (faults.length > 0)
    throw new AppError("profile.invalid", { detail: `\n${faults.join("\n")}` });
  return profiles;
}

const DEFAULTS = "_defaults.yaml";

function read(file: string, faults: string[]): ProfileFile | undefined {
  const found = readYaml(file);
  if ("faults" in found) {
    faults.push(...found.faults);
    return undefined;
  }
  const forbidden = forbiddenPaths(found.data);
  for (const at of forbidden)
    faults.push(`${file}:${found.lineOf(at)}: ${at.join(".")}: this key is not allowed; remove it`);
  return forbidden.length > 0 ? undefined : { file, ...found };
}

function profileOf(
  file: ProfileFile,
  defaults: ProfileFile,
  faults: string[],
): Profile | undefined {
  const checked = checkProfile(mergeProfile(defaults.data, file.data));
  if ("issues" in checked) {
    faults.push(
      ...checked.issues.map((issue) =>
        line(
          holds(file.data, issue.path) || !holds(defaults.data, issue.path) ? file : defaults,
          issue,
        ),
      ),
    );
    return undefined;
  }
  const { profile } = checked;
  const expected = `${profile.id}.yaml`;
  if (path.basename(file.file) !== expected)
    faults.push(
      `${file.file}:${file.lineOf(["id"])}: id: this file is of "${profile.id}"; name it ${expected}`,
    );
  return profile;
}

function line({ file, lineOf }: ProfileFile, { path: at, problem, remedy }: ProfileIssue): string {
  return `${file}:${lineOf(at)}: ${at.join(".")}: ${problem}; ${remedy}`;
}

function holds(data: unknown, at: readonly (string | number)[]): boolean {
  let place = data;
  for (const key of at) {
    if (place === null || typeof place !== "object" || !Object.hasOwn(place, key)) return false;
    place = (place as Record<string | number, unknown>)[key];
  }
  return true;
}

/** Two associations with one prefix would give people the same case number. */
function sharedPrefixes(profiles: readonly Profile[], folder: string): string[] {
  return profiles.flatMap(({ id, prefix }, index) => {
    const first = profiles.findIndex((each) => each.prefix === prefix);
    return first < index
      ? [
          `${path.join(folder, `${id}.yaml`)}:1: prefix: ${profiles[first]?.id} uses "${prefix}" already; choose another`,
        ]
      : [];
  });
}
