import { escapeHtml } from "../html.ts";
import type { Write } from "./page.ts";

/** The one story in steps: each has its words (`simulator.tour.<id>`) and the pages on which it is played. */
const steps: readonly { id: string; at: readonly (keyof typeof places)[] }[] = [
  { id: "ask", at: ["chat"] },
  { id: "staff", at: ["waiting"] },
  { id: "documents", at: ["stage"] },
  { id: "match", at: ["cases"] },
  { id: "committee", at: ["committee"] },
  { id: "decision", at: ["cases"] },
  { id: "service", at: ["cases"] },
  { id: "survey", at: ["conversations"] },
];

const places = {
  stage: "/simulator#stage",
  chat: "/chat/khuta-web",
  waiting: "/inbox/?queue=unassigned",
  conversations: "/inbox/?queue=all",
  cases: "/inbox/cases",
  committee: "/inbox/committee",
} as const;

/** The guided tour: what to say as the person, what to press as staff, and where. */
export function tour(t: Write): string {
  const items = steps.map(
    ({ id, at }) =>
      `<li><p>${t(`tour.${id}`)}</p><p>${at.map((place) => link(place, t)).join(" ")}</p></li>`,
  );
  return `<details class="tour"><summary>${t("tour")}</summary>
    <p>${t("tour.note")}</p>
    <ol id="tour">${items.join("")}</ol>
  </details>`;
}

function link(place: keyof typeof places, t: Write): string {
  const href = escapeHtml(places[place]);
  const elsewhere = place === "stage" ? "" : ' target="_blank" rel="noopener"';
  return `<a class="quiet" href="${href}"${elsewhere}>${t(`tour.at.${place}`)}</a>`;
}
