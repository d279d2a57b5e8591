import { icon } from "./icons.ts";
import type { Write } from "./page.ts";

/** A telephone that only knows text messages; its script fills the screen. */
export function smsPhone(t: Write, phone: { id: "one" | "two"; number: string }): string {
  const { id, number } = phone;
  return `<section class="phone sms of-${id}" data-phone="${id}" aria-labelledby="${id}-title">
      ${statusBar()}
      <header class="with"><span class="avatar" aria-hidden="true"></span>
        <div><h2 id="${id}-title">${t(`phone.${id}`)}</h2><p><span class="from"></span> <bdi class="sender" dir="ltr"></bdi></p></div></header>
      <div class="me"><label><span class="sr">${t("person")}</span><input class="number" dir="ltr" inputmode="tel" value="${number}" maxlength="16"></label>
        <button type="button" class="quiet renew">${icon("person")}${t("person.new")}</button></div>
      <div class="screen" role="log" aria-labelledby="${id}-title" tabindex="0"></div>
      <div class="replies" role="group" aria-label="${t("replies")}"></div>
      <form class="write" autocomplete="off"><label class="sr" for="${id}-text">${t("write")}</label><input id="${id}-text" class="text" dir="auto" maxlength="1600" placeholder="${t("write")}"><button aria-label="${t("send")}">${icon("send")}</button></form>
    </section>`;
}

/** WhatsApp on the telephone of a person: what can be sent there, and how the number of the association is. */
export function whatsappPhone(t: Write, number: string): string {
  const attach = (["photo", "voice", "place"] as const).map(
    (kind) =>
      `<button type="button" data-attach="${kind}">${icon(kind)}${t(`attach.${kind}`)}</button>`,
  );
  return `<section class="phone whatsapp of-whatsapp" data-phone="whatsapp" aria-labelledby="whatsapp-title" hidden>
      ${statusBar()}
      <header class="with"><span class="avatar" aria-hidden="true"></span>
        <div><h2 id="whatsapp-title">${t("phone.whatsapp")}</h2><p><span class="from"></span> <bdi class="sender" dir="ltr"></bdi></p></div></header>
      <div class="me"><label><span class="sr">${t("person")}</span><input class="number" dir="ltr" inputmode="tel" value="${number}" maxlength="16"></label>
        <button type="button" class="quiet renew">${icon("person")}${t("person.new")}</button></div>
      <div class="line-state"><p class="light" role="status"></p>
        <button type="button" class="quiet" data-line="offline"></button><button type="button" class="quiet" data-line="link"></button></div>
      <div class="screen" role="log" aria-labelledby="whatsapp-title" tabindex="0"></div>
      <div class="replies" role="group" aria-label="${t("replies")}"></div>
      <form class="write" autocomplete="off">
        <details class="attach"><summary aria-label="${t("attach")}" title="${t("attach")}">${icon("attach")}</summary>
          <div class="sheet">${attach.join("")}<label class="quiet file">${icon("file")}${t("attach.file")}<input class="sr" type="file" accept="image/jpeg,image/png,application/pdf"></label></div></details>
        <label class="sr" for="whatsapp-text">${t("write")}</label><input id="whatsapp-text" class="text" dir="auto" maxlength="4096" placeholder="${t("write")}"><button aria-label="${t("send")}">${icon("send")}</button></form>
    </section>`;
}

/** The real page of the web chat in the frame of a telephone. */
export function webPhone(t: Write): string {
  return `<section class="phone web of-browser" data-phone="browser" aria-labelledby="browser-title">
      ${statusBar()}
      <header class="address"><h2 id="browser-title" class="sr">${t("phone.browser")}</h2>${icon("globe")}<bdi class="url" dir="ltr"></bdi>
        <button type="button" class="quiet renew" aria-label="${t("visitor.new")}" title="${t("visitor.new")}">${icon("person")}</button>
        <a class="quiet out" target="_blank" rel="noopener" aria-label="${t("open")}" title="${t("open")}">${icon("open")}</a></header>
      <iframe title="${t("phone.browser")}"></iframe>
    </section>`;
}

function statusBar(): string {
  return `<div class="status" aria-hidden="true"><span class="time" dir="ltr"></span><span class="ear"></span><span class="signs">${icon("signal")}${icon("battery")}</span></div>`;
}
