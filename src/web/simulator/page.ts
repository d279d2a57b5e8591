import { escapeHtml, htmlPage } from "../html.ts";

type Text = (key: string) => string;

export interface SimulatorView {
  associations: readonly { id: string; name: string }[];
  text: Text;
  /** All texts of the page, for its script. */
  texts: Readonly<Record<string, string>>;
}

const faults = [
  "duplicate_next_webhook",
  "fail_next_delivery",
  "lose_next_answer",
  "receipts_out_of_order",
];

/** The demo's page: two telephones side by side, the clock, what may go wrong, and what the system knows. */
export function simulatorPage({ associations, text, texts }: SimulatorView): string {
  const t = (key: string) => escapeHtml(text(`simulator.${key}`));
  const body = `
<p class="banner">${t("banner")}</p>
<header class="top">
  <div class="brand"><span class="mark" aria-hidden="true">وصل</span><h1>${t("title")}</h1></div>
  <label class="pick">${t("association")}<select id="association">${associations.map(({ id, name }) => `<option value="${id}"${id === "khuta" ? " selected" : ""}>${escapeHtml(name)}</option>`).join("")}</select></label>
</header>
<main class="stage">
  <section class="phone old" aria-labelledby="sms-title">
    <header><h2 id="sms-title">${t("phone")}</h2><label>${t("person")}<input id="number" dir="ltr" inputmode="tel" value="+966551234567" maxlength="16"></label></header>
    <div id="messages" class="screen" role="log" aria-live="polite" aria-labelledby="sms-title" tabindex="0"><p class="hello">${t("hello")}</p></div>
    <form id="write" autocomplete="off"><label class="sr" for="text">${t("write")}</label><input id="text" dir="auto" maxlength="1600" placeholder="${t("write")}"><button>${t("send")}</button></form>
  </section>
  <section class="phone" aria-labelledby="web-title">
    <header><h2 id="web-title">${t("browser")}</h2></header>
    <iframe id="chat" title="${t("browser")}"></iframe>
  </section>
  <aside class="panel">
    <section><h2>${t("clock")}</h2><p id="now" class="now"></p><div class="row">
      <button type="button" data-advance="PT1H">${t("clock.hour")}</button><button type="button" data-advance="P1D">${t("clock.day")}</button><button type="button" data-advance="P3D">${t("clock.three")}</button></div></section>
    <section><h2>${t("faults")}</h2><div class="row">${faults.map((kind) => `<button type="button" data-fault="${kind}">${t(`fault.${kind}`)}</button>`).join("")}<button type="button" class="danger" id="kill">${t("kill")}</button></div></section>
    <section><h2>${t("state")}</h2><div id="state" class="state"><p>${t("state.none")}</p></div></section>
  </aside>
</main>
<p id="toast" class="toast" role="status" hidden></p>
<script id="texts" type="application/json">${JSON.stringify(texts).replaceAll("<", "\\u003c")}</script>`;
  return htmlPage({
    title: text("simulator.title"),
    language: "ar",
    styles: ["/simulator/assets/simulator.css"],
    script: "/simulator/assets/simulator.js",
    attributes: { class: "simulator" },
    body,
  });
}
