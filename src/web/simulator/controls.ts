import { icon, type IconName } from "./icons.ts";
import type { Write } from "./page.ts";

const steps = { hour: "PT1H", day: "P1D", three: "P3D" } as const;

const faults: Record<string, IconName> = {
  duplicate_next_webhook: "twice",
  fail_next_delivery: "failed",
  lose_next_answer: "lost",
  receipts_out_of_order: "reversed",
};

/** The clock, what may go wrong, and the worker. */
export function controls(t: Write): string {
  const advance = Object.entries(steps).map(
    ([name, duration]) =>
      `<button type="button" data-advance="${duration}" aria-label="${t(`clock.${name}`)}">+ ${t(`clock.${name}.label`)}</button>`,
  );
  const plan = Object.entries(faults).map(
    ([kind, drawing]) =>
      `<button type="button" data-fault="${kind}" title="${t(`planned.${kind}`)}">${icon(drawing)}${t(`fault.${kind}`)}</button>`,
  );
  return `<section class="dock" aria-label="${t("controls")}">
    <div class="tool clock">${icon("clock", "big")}<div><h2 class="sr">${t("clock")}</h2><p class="now"><strong id="hijri"></strong><span id="gregorian"></span></p></div>
      <div class="row">${advance.join("")}</div></div>
    <div class="tool faults"><h2 class="sr">${t("faults")}</h2><div class="row">${plan.join("")}</div></div>
    <div class="tool worker"><p id="worker" class="light" data-state="running">${t("process.running")}</p>
      <button type="button" class="danger" id="kill">${icon("kill")}${t("kill")}</button></div>
  </section>`;
}
