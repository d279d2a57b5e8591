import type { ChoiceOption } from "../language/understand.ts";
import type { FlowOption, Variable } from "./flow.ts";
import type { Run } from "./run.ts";
import { look, property, textValue } from "./scope.ts";
import type { Json, Option } from "./types.ts";
import { hasFlow } from "./flow-set.ts";

/** The options of a question as they are shown: numbers, and the keys of their labels. */
export function optionsOf(run: Run, key: string, variable: Variable): Option[] {
  switch (variable.type) {
    case "choice":
    case "menu":
      return [...listed(run, key, variable.options), ...fixed(run, key, variable.extra ?? [])];
    case "multi":
      return listed(run, key, variable.options);
    case "case_number":
      return fixed(run, key, variable.also ?? []);
    case "yes_no":
      return yesNo;
    case "consent":
      return consentOptions(run);
    case "declaration":
      return [
        { id: "yes", number: 1, labelKey: "declare.option.yes" },
        { id: "no", number: 2, labelKey: "declare.option.no" },
      ];
    default:
      return [];
  }
}

const yesNo: Option[] = [
  { id: "yes", number: 1, labelKey: "yes_no.option.yes" },
  { id: "no", number: 2, labelKey: "yes_no.option.no" },
];

const SMS_STAFF = 9; // the short SMS texts keep 9 for staff everywhere

function consentOptions(run: Run): Option[] {
  const staff = run.ctx.channel.kind === "sms" ? SMS_STAFF : 3;
  return [
    { id: "yes", number: 1, labelKey: "consent.option.yes" },
    { id: "no", number: 2, labelKey: "consent.option.no" },
    { id: "staff", number: staff, labelKey: "consent.option.staff" },
  ];
}

function listed(
  run: Run,
  key: string,
  options: FlowOption[] | { from: "services" | "faq" | "found" | "cases" | "documents" },
): Option[] {
  if (Array.isArray(options)) return fixed(run, key, options);
  if (options.from === "cases") return casesOf(run);
  if (options.from === "documents") return documentsOfCase(run);
  const list =
    options.from === "found" ? run.state.values["found"] : property(run.ctx.policy, options.from);
  if (!Array.isArray(list)) return [];
  return list.map((item, index) => {
    const id = idOf(item);
    return {
      id,
      number: index + 1,
      labelKey: options.from !== "services" ? `faq.${id}.question` : `service.${id}`,
    };
  });
}

/** The cases that were just found, by their numbers. */
function casesOf(run: Run): Option[] {
  const list = look(run, "$case.case_list");
  return (Array.isArray(list) ? list : []).map((item, index) => ({
    id: textValue(property(item, "id")),
    number: index + 1,
    label: textValue(property(item, "label")),
  }));
}

/** What is missing in the case that the flow is about; 8 and 9 stay free for what is reserved. */
function documentsOfCase(run: Run): Option[] {
  const list = look(run, "$case.documents");
  return (Array.isArray(list) ? list : []).slice(0, MOST_DOCUMENTS).map((id, index) => ({
    id: textValue(id),
    number: index + 1,
    labelKey: `document.${textValue(id)}`,
  }));
}

const MOST_DOCUMENTS = 7;

function idOf(item: Json): string {
  const id = typeof item === "string" ? item : property(item, "id");
  if (typeof id !== "string") throw new Error("a list of the profile holds an item without an id");
  return id;
}

function fixed(run: Run, key: string, options: readonly FlowOption[]): Option[] {
  return options
    .filter((option) => option.flow === undefined || hasFlow(run.flows, option.flow))
    .map(({ id, number }) => ({ id, number, labelKey: `${key}.option.${id}` }));
}

/** The same options for the reader: everything that a person may type for each. */
export function readable(run: Run, options: readonly Option[]): ChoiceOption[] {
  return options.map(({ id, number, labelKey, label }) => ({
    id,
    number,
    labels: labelKey === undefined ? [label ?? id] : labelsOf(run, labelKey),
  }));
}

function labelsOf(run: Run, key: string): string[] {
  const also = run.ctx.label(`${key}.also`)?.split("|") ?? [];
  return [run.ctx.label(key), run.ctx.label(`${key}.sms`), ...also].filter(
    (each): each is string => each !== undefined && each !== "",
  );
}

/** An option that is a button or a word but has no digit of its own. */
export const NO_DIGIT = -1;
