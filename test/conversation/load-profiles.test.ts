import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { loadProfiles } from "../../src/conversation/load-profiles.ts";
import { AppError } from "../../src/errors.ts";

const ours = fileURLToPath(new URL("../../flows", import.meta.url));
let flows = "";

beforeEach(() => {
  flows = mkdtempSync(path.join(tmpdir(), "wasl-profiles-"));
  cpSync(path.join(ours, "associations"), path.join(flows, "associations"), { recursive: true });
});
afterEach(() => rmSync(flows, { recursive: true }));

const fileOf = (name: string) => path.join(flows, "associations", name);

function change(name: string, from: string | RegExp, to: string) {
  const before = readFileSync(fileOf(name), "utf8");
  const after = before.replace(from, to);
  expect(after).not.toBe(before);
  writeFileSync(fileOf(name), after);
}

/** The faults of one file, each as `line: path: problem; remedy`. */
function faultsOf(name: string): string[] {
  try {
    loadProfiles(flows);
    return [];
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "profile.invalid") throw error;
    const place = `${fileOf(name)}:`;
    return error.message
      .split("\n")
      .filter((line) => line.startsWith(place))
      .map((line) => line.slice(place.length));
  }
}

describe("the five profiles", () => {
  test("load, each over the same defaults", () => {
    const profiles = loadProfiles(ours);
    expect(profiles.map(({ id, prefix }) => `${id} ${prefix}`)).toEqual([
      "alseraj SR",
      "amal AM",
      "khuta KH",
      "ratel RT",
      "sila SL",
    ]);
    expect(new Set(profiles.map(({ decision }) => decision.min_days))).toEqual(new Set([14]));
    expect(profiles.filter(({ decision }) => decision.max_days !== null)).toEqual([]);
  });

  test("differ as their policies do", () => {
    const byId = Object.fromEntries(loadProfiles(ours).map((profile) => [profile.id, profile]));
    expect(byId["ratel"]).toMatchObject({
      committee: "لجنة الشؤون التعليمية",
      officer: "مسؤول الشؤون التعليمية",
      identity: { saudi_id_required: false },
    });
    expect(byId["khuta"]).toMatchObject({
      committee: "لجنة البحث",
      branch_role: { one: "مدير المركز" },
      channels: { whatsapp: { approval: { ref: "printed" } } },
    });
    expect(byId["sila"]).toMatchObject({ area: "غرب مكة", approval: { flag: "draft" } });
    expect(byId["amal"]).toMatchObject({
      numerals: "arab",
      crisis: { mode: "primary" },
      notices: { neutral: true },
      intake_groups: ["consent", "psych"],
    });
    expect(byId["alseraj"]).toMatchObject({
      licence: "5593",
      approval: { session: 2, hijri: "1445-11-10", gregorian: "2024-05-18" },
    });
  });
});

describe("a fault is told with file, line and remedy", () => {
  test("a mistyped word", () => {
    change("khuta.yaml", "sector: general", "sectr: general");
    expect(faultsOf("khuta.yaml")).toEqual([
      "1: sector: is missing; write one of: general, digital_education, humanitarian, psychological_crisis",
      '4: sectr: "sectr" is not known; did you mean "sector"?',
    ]);
  });

  test("a word that is not allowed", () => {
    change("amal.yaml", "mode: primary", "mode: primery");
    const line =
      readFileSync(fileOf("amal.yaml"), "utf8")
        .split("\n")
        .findIndex((text) => text.startsWith("crisis:")) + 1;
    expect(faultsOf("amal.yaml")).toEqual([
      `${line}: crisis.mode: "primery" is not one of the words allowed here; did you mean "primary"?`,
    ]);
  });

  test("a fault of the defaults is told there, once for each association", () => {
    change("_defaults.yaml", "min_days: 14", "min_days: 13");
    const line =
      readFileSync(fileOf("_defaults.yaml"), "utf8")
        .split("\n")
        .findIndex((text) => text.startsWith("decision:")) + 1;
    expect(new Set(faultsOf("_defaults.yaml"))).toEqual(
      new Set([`${line}: decision.min_days: 13 is not right; should be 14 or more`]),
    );
  });

  test.each([
    ["on a line of its own", "\n__proto__:\n  polluted: true\n"],
    ["inside a map", "\nletters: { fields: [x], __proto__: { polluted: true } }\n"],
    ["as a constructor", "\nletters: { constructor: { polluted: true } }\n"],
  ])("a key that reaches into prototypes, %s", (_where, poison) => {
    writeFileSync(fileOf("khuta.yaml"), readFileSync(fileOf("khuta.yaml"), "utf8") + poison);
    expect(faultsOf("khuta.yaml")).toEqual([
      expect.stringMatching(/^\d+: .*this key is not allowed; remove it$/),
    ]);
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  });

  test("YAML that is not well formed, or says a thing twice", () => {
    writeFileSync(fileOf("sila.yaml"), "id: sila\nid: sila\n");
    expect(faultsOf("sila.yaml")).toEqual([expect.stringMatching(/^2: /)]);
  });

  test("a bomb of aliases", () => {
    const levels = Array.from(
      { length: 9 },
      (_, level) =>
        `l${level + 1}: &l${level + 1} [${Array.from({ length: 9 }, () => `*l${level}`).join(", ")}]`,
    );
    writeFileSync(fileOf("sila.yaml"), `l0: &l0 [x]\n${levels.join("\n")}\n`);
    expect(faultsOf("sila.yaml")).toEqual([expect.stringContaining("aliases")]);
  });

  test("a file under another name", () => {
    change("sila.yaml", "id: sila", "id: silla");
    expect(faultsOf("sila.yaml")).toEqual(['1: id: this file is of "silla"; name it silla.yaml']);
  });

  test("two associations with one prefix", () => {
    change("sila.yaml", "prefix: SL", "prefix: KH");
    expect(faultsOf("sila.yaml")).toEqual([expect.stringContaining('khuta uses "KH" already')]);
  });
});
