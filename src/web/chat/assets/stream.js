/**
 * Follows the numbered log of the session. Each item is shown in order and once: what was seen is skipped, a hole is
 * filled from the log before anything behind it is shown, and after a cut the stream goes on where it stood.
 */
export function createStream({ api, show, onState, onExpired }) {
  let last = 0;
  let wake = () => undefined;
  let inOrder = Promise.resolve();
  let running = 0;

  function take(item) {
    inOrder = takeAfter(inOrder, item);
  }

  async function takeAfter(before, item) {
    await before;
    if (item.seq === last + 1) advance(item);
    else if (item.seq > last) await catchUp();
  }

  function advance(item) {
    last = item.seq;
    show(item);
  }

  /** Everything after `last`, page by page. False: no answer. */
  async function catchUp() {
    for (;;) {
      const answer = await api.after(last);
      if (answer?.status === 401) onExpired();
      if (!answer?.messages) return false;
      for (const item of answer.messages) if (item.seq > last) advance(item);
      if (answer.messages.length === 0 || !answer.more) return true;
    }
  }

  /** `fetch` and not EventSource: the token travels in a header and stays out of addresses and logs. */
  async function listen(isCurrent) {
    const cut = new AbortController();
    let silence = setTimeout(() => cut.abort(), SILENCE_MS);
    const heard = () => {
      clearTimeout(silence);
      silence = setTimeout(() => cut.abort(), SILENCE_MS);
    };
    wake = () => cut.abort();
    try {
      const response = await api.stream(last, cut.signal);
      if (response?.status === 401) onExpired();
      if (!response?.ok) return response && (await catchUp());
      onState("open");
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      let buffer = "";
      for (;;) {
        const { done, value } = await reader.read();
        if (done || !isCurrent()) return true;
        heard();
        const frames = (buffer + value).split("\n\n");
        buffer = frames.pop();
        for (const frame of frames) {
          const data = frame.split("\n").find((line) => line.startsWith("data: "));
          if (data) take(JSON.parse(data.slice("data: ".length)));
        }
      }
    } catch {
      return false; // cut, silent or refused: the reason does not matter, the next try says where it stands
    } finally {
      clearTimeout(silence);
      cut.abort();
    }
  }

  return {
    /** All that was said so far; true when it is all there. */
    history: catchUp,
    async follow() {
      const run = ++running;
      const isCurrent = () => run === running;
      let failures = 0;
      while (isCurrent()) {
        failures = (await listen(isCurrent)) ? 0 : failures + 1;
        if (!isCurrent()) return;
        onState(navigator.onLine && failures < 2 ? "connecting" : "offline");
        await Promise.race([sleep(pause(failures)), new Promise((resolve) => (wake = resolve))]);
      }
    },
    hurry: () => wake(),
    reset() {
      running += 1;
      last = 0;
      wake();
    },
  };
}

/** The server says something every 15 s. */
const SILENCE_MS = 40_000;
const LONGEST_PAUSE_MS = 10_000;

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

function pause(failures) {
  return Math.min(LONGEST_PAUSE_MS, 200 * 2 ** failures) * (0.5 + Math.random() / 2);
}
