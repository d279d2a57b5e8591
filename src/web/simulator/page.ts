import { escapeHtml, htmlPage } from "../html.ts";
import { controls } from "./controls.ts";
import { icon } from "./icons.ts";
import { tour } from "./tour.ts";
import { smsPhone, webPhone, whatsappPhone } from "./phones.ts";

export interface SimulatorView {
  associations: readonly { id: string; name: string }[];
  language: "ar" | "en";
  text: (key: string) => string;
  /** All texts that the page's script shows. */
  texts: Readonly<Record<string, string>>;
}

/** A text of the page by the rest of its key, ready for HTML. */
export type Write = (key: string) => string;

/** The demo's page: telephones side by side, the clock, what may go wrong, and what the system knows. */
export function simulatorPage({ associations, language, text, texts }: SimulatorView) {
  const t: Write = (key) => escapeHtml(text(`simulator.${key}`));
  const other = language === "ar" ? "en" : "ar";
  const body = `
<a class="skip" href="#stage">${t("skip")}</a>
<header class="top">
  <p class="banner"><strong>${t("banner")}</strong> <span>${t("banner.note")}</span></p>
  <div class="bar">
    <div class="brand"><span class="mark" lang="ar" aria-hidden="true">وصل</span><div><h1>${t("title")}</h1><p>${t("subtitle")}</p></div></div>
    <label class="pick"><span>${t("association")}</span><select id="association">${associations.map(option).join("")}</select></label>
    <a class="quiet" href="/simulator?lang=${other}" lang="${other}" hreflang="${other}">${other === "ar" ? "العربية" : "English"}</a>
  </div>
</header>
<main id="stage" tabindex="-1">
  ${controls(t)}
  ${tour(t)}
  <div class="stage">
    <div class="phones" role="group" aria-label="${t("phones")}">
      ${whatsappPhone(t, "+966553216547")}
      ${smsPhone(t, { id: "one", number: "+966551234567" })}
      ${smsPhone(t, { id: "two", number: "+966557654321" })}
      ${webPhone(t)}
    </div>
    ${panel(t)}
  </div>
</main>
<div id="toasts" class="toasts" role="status"></div>
<script id="config" type="application/json">${JSON.stringify({ language, texts }).replaceAll("<", "\\u003c")}</script>`;
  return htmlPage({
    title: text("simulator.title"),
    language,
    styles: ["simulator", "phones", "whatsapp", "panel"].map(
      (name) => `/simulator/assets/${name}.css`,
    ),
    script: "/simulator/assets/simulator.js",
    attributes: { class: "simulator" },
    body,
  });
}

function option({ id, name }: { id: string; name: string }): string {
  const selected = id === "khuta" ? " selected" : "";
  return `<option value="${escapeHtml(id)}"${selected}>${escapeHtml(name)}</option>`;
}

function panel(t: Write): string {
  const tab = (id: string, checked: boolean) =>
    `<label class="tab of-${id}"><input type="radio" name="shown" value="${id}"${checked ? " checked" : ""}><span>${t(`tab.${id}`)}</span></label>`;
  return `<aside class="panel" aria-labelledby="panel-title">
      <header><h2 id="panel-title">${t("state")}</h2>
        <fieldset class="tabs"><legend class="sr">${t("state.of")}</legend>${tab("whatsapp", false)}${tab("one", true)}${tab("two", false)}${tab("browser", false)}</fieldset></header>
      <div id="state" class="state" tabindex="0" role="region" aria-labelledby="panel-title"><p class="none">${icon("message")}${t("state.none")}</p></div>
      <section class="events" aria-labelledby="events-title"><h3 id="events-title">${t("state.events")}</h3>
        <ol id="events" tabindex="0" aria-labelledby="events-title"><li class="none">${t("state.events.none")}</li></ol></section>
    </aside>`;
}
