import { preferences } from "./preferences.ts";

/** A sound without a file: two soft notes for a new conversation, an insistent one for a crisis. */
export function ring(kind: "soft" | "crisis"): void {
  if (!preferences().sound) return;
  try {
    context ??= new AudioContext();
    const notes = kind === "crisis" ? [880, 660, 880, 660] : [587, 784];
    notes.forEach((hertz, index) => play(context as AudioContext, hertz, index * 0.22));
  } catch {
    // No sound on this device: the word and the place remain.
  }
}
let context: AudioContext | undefined;

function play(audio: AudioContext, hertz: number, after: number): void {
  const start = audio.currentTime + after;
  const tone = audio.createOscillator();
  const volume = audio.createGain();
  tone.frequency.value = hertz;
  volume.gain.setValueAtTime(0.0001, start);
  volume.gain.exponentialRampToValueAtTime(0.25, start + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.0001, start + 0.2);
  tone.connect(volume).connect(audio.destination);
  tone.start(start);
  tone.stop(start + 0.21);
}

/** A notice of the system. `text` is one of ours: no name, no number, no message ever stands in it. */
export function notify(text: string): void {
  if (!preferences().desktop || !document.hidden) return;
  if (!("Notification" in window) || Notification.permission !== "granted") return;
  const notice = new Notification(text, { tag: "wasl", icon: "/chat/assets/icon.svg" });
  notice.addEventListener("click", () => window.focus());
}

export async function askToNotify(): Promise<boolean> {
  if (!("Notification" in window)) return false;
  return (await Notification.requestPermission()) === "granted";
}
