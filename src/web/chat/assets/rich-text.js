/**
 * A person's or the association's words as DOM: text nodes, links that leave by `http(s)` only, and numbers kept whole
 * inside Arabic. Nothing is ever read as HTML.
 */
export function richText(text, { isForm = () => false, openForm = () => undefined } = {}) {
  const fragment = document.createDocumentFragment();
  let at = 0;
  for (const match of text.matchAll(PARTS)) {
    fragment.append(text.slice(at, match.index));
    const [whole] = match;
    fragment.append(match.groups.url ? link(whole, isForm, openForm) : number(whole));
    at = match.index + whole.length;
  }
  fragment.append(text.slice(at));
  return fragment;
}

// A link ends before the full stop or bracket that closes its sentence. Case numbers, dates, phones, amounts: one piece.
const PARTS =
  /(?<url>https?:\/\/[^\s<>"\u2066-\u2069]*[^\s<>"\u2066-\u2069.,:;!?)\]}،؛؟»])|•{2,}\d+|(?<![\w٠-٩])(?:[A-Z]{2}-)?\+?[\d٠-٩](?:[\d٠-٩]|[/.,:-][\d٠-٩]){2,}(?![\w٠-٩])/gu;

function link(href, isForm, openForm) {
  const anchor = document.createElement("a");
  anchor.href = href;
  anchor.dir = "ltr";
  anchor.textContent = href.replace(/^https?:\/\//, "");
  anchor.target = "_blank";
  anchor.rel = "noopener noreferrer nofollow";
  if (isForm(href))
    anchor.addEventListener("click", (event) => {
      event.preventDefault();
      openForm(href, anchor);
    });
  return anchor;
}

function number(text) {
  const whole = document.createElement("bdi");
  whole.dir = "ltr";
  whole.textContent = text;
  return whole;
}
