/* A telephone on which a person writes: the screen, the ready answers, the number. What it sends, its kind says. */
import { bubbleIcon, code, make } from "./dom.js";
import { tell } from "./news.js";
import { hasText, text } from "./texts.js";

const marks = { sent: "✓", accepted: "✓", delivered: "✓✓", read: "✓✓", failed: "✕", rejected: "✕" };
const NEAR_END_PX = 80;

/**
 * `kind` is the end of the channel's id, `hello` the text of an empty screen, `send` gives a text to the stand-in, and
 * `content` is what a bubble shows of a message.
 */
export function createTextPhone(section, { kind, hello, send, content, onChange, onUse }) {
  const find = (selector) => section.querySelector(selector);
  const screen = find(".screen");
  const number = find(".number");
  const replies = find(".replies");
  const input = find(".write .text");
  const drawn = new Map();
  let channelId = "";
  let isKnown = false; // what was there when the page was opened is no news
  let offered = "";

  function clear() {
    drawn.clear();
    isKnown = false;
    offered = "";
    screen.replaceChildren(make("div", "hello", bubbleIcon(), make("p", "", text(hello))));
    offer(undefined);
  }

  function draw(messages) {
    const isAtEnd = screen.scrollHeight - screen.scrollTop - screen.clientHeight < NEAR_END_PX;
    const fresh = messages.filter((message) => !refresh(message));
    if (fresh.length > 0) {
      screen.querySelector(".hello")?.remove();
      screen.append(...fresh.map(bubble));
    }
    offer(messages.at(-1)); // takes room from the screen
    if (isAtEnd) screen.scrollTop = screen.scrollHeight;
    isKnown = true;
  }

  /** False for a message that is not on the screen yet. */
  function refresh({ id, status, segments }) {
    const known = drawn.get(id);
    if (known && known.status !== status) {
      known.status = status;
      known.meta?.replaceWith((known.meta = meta({ ...known.message, status, segments })));
      tellFailure(known.message.key, status);
    }
    return known !== undefined;
  }

  function bubble(message) {
    const { id, direction, status } = message;
    const words = make("p", "bubble", ...content(message));
    words.dir = "auto";
    const below = direction === "out" ? meta(message) : undefined;
    tellFailure(message.key, status);
    drawn.set(id, { message, status, meta: below });
    return make("div", `line ${direction}`, words, linkOf(message), below);
  }

  function tellFailure(key, status) {
    if (isKnown && status === "failed") tell(`${text("status.failed")}: ${key ?? ""}`, "bad");
  }

  /** What one can answer with a tap: the options of the last question, or an example of its answer. */
  function offer(last) {
    const answers = answersTo(last);
    const signature = JSON.stringify(answers);
    if (signature === offered) return;
    offered = signature;
    const hadFocus = replies.contains(document.activeElement);
    replies.replaceChildren(...answers.map(chip));
    if (hadFocus) input.focus();
  }

  function chip({ number: digit, label, say }) {
    const made = make("button", "chip", digit ? make("b", "", String(digit)) : undefined, label);
    made.type = "button";
    made.addEventListener("click", () => give({ text: say }));
    return made;
  }

  async function give(message) {
    onUse();
    screen.scrollTop = screen.scrollHeight;
    const answer = await send({ channelId, from: number.value.trim(), ...message });
    if (answer?.calls.length > 1) tell(text("duplicate.done"), "good");
    onChange();
  }

  find(".write").addEventListener("submit", (event) => {
    event.preventDefault();
    const written = input.value.trim();
    if (written === "") return;
    input.value = "";
    void give({ text: written });
  });
  number.addEventListener("change", () => {
    clear();
    onChange();
  });
  find(".renew").addEventListener("click", () => {
    number.value = newNumber();
    clear();
    onUse();
    onChange();
  });
  section.addEventListener("focusin", onUse);

  return {
    channelId: () => channelId,
    number: () => number.value.trim(),
    lane: () => (section.hidden ? undefined : `${channelId}|${number.value.trim()}`),
    open(association) {
      channelId = `${association.id}-${kind}`;
      find(".avatar").textContent = association.initial;
      find(".from").textContent = association.name;
      find(".sender").textContent = association.addressOf(channelId);
      clear();
    },
    give,
    draw,
  };
}

function meta({ key, segments, status }) {
  const isBad = ["failed", "rejected", "unknown"].includes(status);
  const state = make("span", "tick", `${marks[status] ?? "·"} ${text(`status.${status}`)}`);
  const parts = segments ? make("span", "", text("parts", { count: segments })) : undefined;
  return make("div", `meta ${status}${isBad ? " bad" : ""}`, state, parts, key && code(key));
}

function linkOf({ url }) {
  if (!url) return undefined;
  const link = make("a", "open", text("link"));
  Object.assign(link, { href: url, target: "_blank", rel: "noopener" });
  return link;
}

function answersTo(last) {
  if (!last) return [{ label: text("hello.text"), say: text("hello.text") }];
  if (last.direction !== "out") return [];
  if (last.options?.length > 0)
    return last.options.map(({ number, label }) => ({ number, label, say: String(number) }));
  const key = `example.${last.key}`;
  return hasText(key) ? [{ label: text(key), say: text(key) }] : [];
}

/** Made up. It may be somebody's, which is one reason more that nothing leaves this machine. */
function newNumber() {
  return `+96655${String(1_000_000 + Math.floor(Math.random() * 9_000_000))}`;
}
