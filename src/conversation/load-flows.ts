import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { isNode, LineCounter, parseDocument } from "yaml";
import type { z } from "zod";
import { createFlowSet, type FlowSet } from "../engine/flow-set.ts";
import { parseFlow, type Flow, type FlowIssue } from "../engine/flow.ts";
import { globalsSchema, type Globals } from "../engine/globals.ts";
import { lintEvents, lintFlow, type LintWorld } from "../engine/lint.ts";
import { AppError } from "../errors.ts";

const MAX_FILE_BYTES = 512 * 1024; // a flow of that size is a mistake or an attack, not a conversation

/** A flow file with the means to say where in it something stands. */
export interface FlowFile {
  file: string;
  flow: Flow;
  lineOf(path: readonly (string | number)[]): number;
}

/** `_global.yaml`, with the means to say where in it something stands. */
export type GlobalsFile = Omit<FlowFile, "flow">;

/** Reads every flow of a folder. Throws one error that names each fault with file, line and remedy. */
export function loadFlows(flowsDir: string): {
  flows: FlowSet;
  files: FlowFile[];
  globalsFile: GlobalsFile;
} {
  const faults: string[] = [];
  const files = flowFiles(flowsDir).flatMap((file) => {
    const read = readFlow(file);
    if ("faults" in read) faults.push(...read.faults);
    return "faults" in read ? [] : [read];
  });
  const read = readGlobals(path.join(flowsDir, "_global.yaml"), faults);
  if (faults.length > 0 || !read)
    throw new AppError("flow.invalid", { detail: `\n${faults.join("\n")}` });
  const { globals, ...globalsFile } = read;
  return {
    flows: createFlowSet(
      files.map(({ flow }) => flow),
      globals,
    ),
    files,
    globalsFile,
  };
}

/** Every fault of the loaded flows against texts and profiles, one line each: `file:line: problem; remedy`. */
export function lintFlows(
  files: readonly FlowFile[],
  { file, lineOf }: GlobalsFile,
  world: LintWorld,
): string[] {
  return [
    ...files.flatMap((each) =>
      lintFlow(each.flow, world).map((issue) => line(each.file, each.lineOf(issue.path), issue)),
    ),
    ...lintEvents(world).map((issue) => line(file, lineOf(issue.path), issue)),
  ];
}

function flowFiles(flowsDir: string): string[] {
  return readdirSync(flowsDir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== "associations")
    .flatMap((entry) => {
      const folder = path.join(flowsDir, entry.name);
      return readdirSync(folder)
        .filter((name) => name.endsWith(".flow.yaml"))
        .map((name) => path.join(folder, name));
    });
}

function readFlow(file: string): FlowFile | { faults: string[] } {
  const read = readYaml(file);
  if ("faults" in read) return read;
  const parsed = parseFlow(read.data);
  if ("issues" in parsed)
    return { faults: parsed.issues.map((issue) => line(file, read.lineOf(issue.path), issue)) };
  const { flow } = parsed;
  const expected = path.join(flow.name, `v${flow.version}.flow.yaml`);
  if (!file.endsWith(expected))
    return {
      faults: [
        `${file}:1: this flow calls itself ${flow.name}@${flow.version}; name the file ${expected}`,
      ],
    };
  return { file, flow, lineOf: read.lineOf };
}

function readGlobals(
  file: string,
  faults: string[],
): (GlobalsFile & { globals: Globals }) | undefined {
  const read = readYaml(file);
  if ("faults" in read) return void faults.push(...read.faults);
  const parsed = globalsSchema.safeParse(read.data);
  if (parsed.success) return { file, lineOf: read.lineOf, globals: parsed.data };
  faults.push(...parsed.error.issues.map((issue) => zodLine(file, read.lineOf, issue)));
  return undefined;
}

export function zodLine(file: string, lineOf: FlowFile["lineOf"], issue: z.core.$ZodIssue): string {
  return `${file}:${lineOf(issue.path.map((key) => (typeof key === "symbol" ? String(key) : key)))}: ${issue.path.join(".")}: ${issue.message}`;
}

function line(file: string, at: number, issue: FlowIssue): string {
  return `${file}:${at}: ${issue.problem}; ${issue.remedy}`;
}

const FORBIDDEN_KEYS = /^\s*(?:-\s*)?["']?(?:__proto__|constructor|prototype)["']?\s*:/m;

/** YAML of the core schema: no custom tags, no alias bombs, no keys that reach into prototypes. */
export function readYaml(
  file: string,
): { data: unknown; lineOf: FlowFile["lineOf"] } | { faults: string[] } {
  if (statSync(file).size > MAX_FILE_BYTES)
    return { faults: [`${file}:1: the file is larger than ${MAX_FILE_BYTES} bytes; split it`] };
  const source = readFileSync(file, "utf8");
  const forbidden = FORBIDDEN_KEYS.exec(source);
  if (forbidden)
    return {
      faults: [
        `${file}:${source.slice(0, forbidden.index).split("\n").length}: this key is not allowed; remove it`,
      ],
    };
  const lines = new LineCounter();
  const document = parseDocument(source, { schema: "core", lineCounter: lines, uniqueKeys: true });
  if (document.errors.length > 0) {
    return {
      faults: document.errors.map(
        (error) =>
          `${file}:${error.linePos?.[0].line ?? 1}: ${error.message.split("\n")[0]}; mend the YAML`,
      ),
    };
  }
  try {
    return {
      data: document.toJS({ maxAliasCount: 50 }) as unknown,
      lineOf: (at) => lineAt(document, lines, at),
    };
  } catch {
    return { faults: [`${file}:1: too many aliases; write the values out`] };
  }
}

/** The line of the deepest part of the path that exists. */
function lineAt(
  document: ReturnType<typeof parseDocument>,
  lines: LineCounter,
  at: readonly (string | number)[],
): number {
  for (let length = at.length; length >= 0; length--) {
    const node = length === 0 ? document.contents : document.getIn(at.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}
