import { countSegments, cleanSmsText } from "../channels/sms.ts";
import type { LintTexts } from "../engine/lint.ts";
import { AppError } from "../errors.ts";
import { caseEvents } from "../cases/case-events.ts";
import { lintFlows, type FlowFile, type GlobalsFile } from "./load-flows.ts";
import type { FlowSet } from "../engine/flow-set.ts";
import type { SmsSamples } from "./load-sms-samples.ts";
import type { Texts } from "./texts.ts";
import type { Association } from "./world.ts";

/** Stops the start when a flow, read together with the texts and profiles, is wrong: file, line and what to write instead. */
export function checkFlows(parts: {
  flows: FlowSet;
  files: readonly FlowFile[];
  globalsFile: GlobalsFile;
  texts: Texts;
  associations: Iterable<Association>;
  samples: SmsSamples;
}): void {
  const faults = lintFlows(parts.files, parts.globalsFile, {
    events: caseEvents,
    flows: parts.flows,
    texts: lintTexts(parts.texts, parts.samples),
    policies: [...parts.associations].map(({ policy }) => policy),
  });
  if (faults.length > 0) throw new AppError("flow.invalid", { detail: `\n${faults.join("\n")}` });
}

const SMS = { kind: "sms", twoWay: true } as const;
const DEFAULT_PARTS = 2; // conversation.md 22: a text that a person pays for in patience

function lintTexts(texts: Texts, { values, budget }: SmsSamples): LintTexts {
  return {
    has: (key) => texts.variant(key, "ar", { kind: "web", twoWay: true }) !== undefined,
    hasSms: (key) => texts.plain(`${key}.sms`, "ar") !== undefined,
    smsParts(key) {
      if (texts.plain(`${key}.sms`, "ar") === undefined) return 0;
      const sample = Object.fromEntries(
        texts.placeholders(key).map((name) => [name, values[name] ?? ""]),
      );
      return countSegments(cleanSmsText(texts.fill(key, sample, "ar", SMS))).segments;
    },
    smsBudget: (key) => budget[`${key}.sms`] ?? budget[key] ?? DEFAULT_PARTS,
  };
}
