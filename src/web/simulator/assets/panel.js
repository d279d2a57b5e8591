/* What the system knows of one conversation. */
import { common, gregorian, hijri } from "./dates.js";
import { bubbleIcon, code, make } from "./dom.js";
import { nameOf, text } from "./texts.js";

const RECENT = 6;
const SERVICES = new Set(["service_type", "support_type_edu"]);
const place = document.getElementById("state");
let drawn = "";

/** `labels`: what options were called when they were offered, by their id. */
export function drawPanel(conversation, labels) {
  const signature = JSON.stringify(conversation);
  if (signature === drawn) return;
  drawn = signature;
  if (!conversation) {
    return place.replaceChildren(make("p", "none", bubbleIcon(), text("state.none")));
  }
  place.replaceChildren(
    ...conversation.cases.map(caseCard),
    position(conversation),
    ...listOf("state.answers", answers(conversation, labels)),
    ...listOf("state.followups", conversation.followUps.map(followUp)),
    ...listOf("state.task", conversation.tasks.map(task)),
    ...listOf("state.outbound", conversation.outbound.slice(-RECENT).toReversed().map(sent)),
  );
}

function position({ flow, section, sections, holder, hasDraft }) {
  const top = flow.at(-1);
  const card = make("section", "position");
  card.append(make("p", `holder ${holder}`, text(`holder.${holder}`)));
  if (top) {
    const name = nameOf([`simulator.flow.${top.flow}`], top.flow);
    card.append(
      make("p", "where", make("strong", "", name), code(`${top.flow} / ${top.step ?? ""}`)),
    );
  }
  if (section) card.append(...progress(section, sections));
  if (hasDraft) card.append(make("p", "draft", text("state.draft")));
  return card;
}

function progress(section, sections) {
  const done = sections.indexOf(section) + 1;
  const bar = make("progress");
  Object.assign(bar, { max: sections.length, value: done });
  const count = text("state.section", { done, total: sections.length });
  bar.setAttribute("aria-label", count);
  const name = nameOf([`section.${section}`], section);
  return [make("p", "part", make("span", "", count), make("strong", "", name)), bar];
}

function listOf(title, rows) {
  if (rows.length === 0) return [];
  return [make("section", "list", make("h3", "", text(title)), make("dl", "", ...rows.flat()))];
}

function answers({ answers: given }, labels) {
  const row = ([name, value]) => [
    make("dt", "", nameOf([`field.${name}`], name)),
    valueOf(SERVICES.has(name) ? nameOf([`service.${value}`], value) : shown(value, labels)),
  ];
  return Object.entries(given).map(row);
}

function valueOf(content) {
  const value = make("dd", "", content);
  value.dir = "auto";
  return value;
}

function shown(value, labels) {
  if (Array.isArray(value)) return value.map((each) => shown(each, labels)).join("، ");
  if (value === null) return "-";
  if (typeof value === "object")
    return String(value.raw ?? value.name ?? Object.values(value).join(" "));
  return labels.get(String(value)) ?? String(value);
}

function followUp({ followUp: name, dueAt }) {
  const due = new Date(dueAt);
  return [
    make("dt", "", nameOf([`simulator.followup.${name}`], name)),
    make("dd", "due", hijri(due), make("small", "", common(due))),
  ];
}

function task({ kind, reason, priority }) {
  return [make("dt", "", code(kind)), make("dd", "", code(`${reason} (${priority})`))];
}

function sent({ key, status, segments }) {
  const isBad = ["failed", "rejected", "unknown"].includes(status);
  const state = make("span", isBad ? "bad" : "", text(`status.${status}`));
  const parts = segments ? make("small", "", text("parts", { count: segments })) : undefined;
  return [make("dt", "key", code(key ?? "-")), make("dd", "", state, " ", parts)];
}

function caseCard({ number, state, service, documents, decisionNotBefore }) {
  const missing = documents.map(({ document: name, state: have }) =>
    make(
      "li",
      have,
      make("span", "", nameOf([`document.${name}`], name)),
      make("small", "", text(`document.${have === "missing" ? "missing" : "received"}`)),
    ),
  );
  const head = make(
    "header",
    "",
    make("span", "", text("case")),
    make("bdi", "number", number),
    make("strong", "", nameOf([`simulator.case.${state}`, `state.${state}`], state)),
  );
  const card = make(
    "section",
    "case",
    head,
    make("p", "", nameOf([`service.${service}`], service)),
  );
  if (missing.length > 0) card.append(make("ul", "", ...missing));
  if (decisionNotBefore) {
    const date = new Date(decisionNotBefore);
    card.append(
      make("p", "soft", `${text("state.decision")}: ${hijri(date)} (${gregorian(date)})`),
    );
  }
  return card;
}
