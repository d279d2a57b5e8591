import { dayInRiyadh, toHijri, weekdayOf } from "../language/calendar.ts";
import { dayAfter } from "./deadlines.ts";
import type { Profile, Weekday } from "./profile.ts";

/*
 * When an association works and when it may disturb people. All hours are Riyadh, which is UTC+3 all year. Windows hold
 * their first minute and not their last.
 */

export type MessageClass = "service" | "survey" | "awareness";

/** Whether staff are at work. */
export function isOpen(profile: Profile, at: Date): boolean {
  return isInside(workingHours(profile, dayInRiyadh(at)), minuteOf(at));
}

/** The moment itself when staff are at work, else the next opening. */
export function nextOpening(profile: Profile, at: Date): Date {
  return nextInside(at, (day) => workingHours(profile, day));
}

const SUNDAY = 0;

/** When staff begin to work in the week of this moment; a week that is a holiday from end to end has the next one's. */
export function weekOpening(profile: Profile, at: Date): Date {
  let day = dayInRiyadh(at);
  while (weekdayOf(day) !== SUNDAY) day = dayAfter(day, -1);
  return nextOpening(profile, momentOf(day, 0));
}

/** When `minutes` of working time have passed, counted from `from`: what a call-back within 24 working hours means. */
export function afterWorking(profile: Profile, from: Date, minutes: number): Date {
  let at = nextOpening(profile, from);
  for (let left = minutes; ;) {
    const window = workingHours(profile, dayInRiyadh(at)).find((each) =>
      isInside([each], minuteOf(at)),
    );
    if (!window) throw new Error("a working window was expected here");
    const end = momentOf(dayInRiyadh(at), window.until);
    const rest = (end.getTime() - at.getTime()) / MINUTE_MS;
    if (left < rest) return new Date(at.getTime() + left * MINUTE_MS);
    if (left === rest) return end;
    left -= rest;
    at = nextOpening(profile, end);
  }
}

/** The moment itself when a message of this class may leave, else the next moment when it may. Never earlier than `at`. */
export function nextAllowed(profile: Profile, at: Date, messageClass: MessageClass): Date {
  return nextInside(at, (day) => allowedWindows(profile, day, messageClass));
}

/** What a text says of an opening: its day, its time, and whether it is today. */
export function openingWords(
  profile: Profile,
  at: Date,
): { day: Weekday; time: string; isToday: boolean } {
  const opening = nextOpening(profile, at);
  const day = dayInRiyadh(opening);
  return {
    day: weekdayName(day),
    time: clockOf(minuteOf(opening)),
    isToday: day === dayInRiyadh(at),
  };
}

// ---------------------------------------------------------------- windows of one day, in minutes since midnight

interface Window {
  from: number;
  until: number;
}

const DAY_MINUTES = 24 * 60;
const FRIDAY = 5;
const RAMADAN = "09";

function workingHours({ hours }: Profile, day: string): Window[] {
  const { days, periods } = isRamadan(day)
    ? { days: hours.ramadan.days ?? hours.normal.days, periods: hours.ramadan.periods }
    : hours.normal;
  const isClosed = hours.closed.includes(day) || hours.closed.includes(day.slice(5));
  return isClosed || !days.includes(weekdayName(day)) ? [] : sorted(periods.map(windowOf));
}

function allowedWindows({ quiet }: Profile, day: string, messageClass: MessageClass): Window[] {
  const isAwareness = messageClass === "awareness";
  const ramadan = isAwareness ? quiet.ramadan_promo : quiet.ramadan_service;
  const ordinary = isAwareness
    ? [windowOf(quiet.promo_window)]
    : outside(wholeDay, nightOf(quiet.service));
  const windows = isRamadan(day) ? ramadan.map(windowOf) : ordinary;
  const blocked = [
    ...(isAwareness ? nightOf(quiet.promo_block) : []), // the regulator's hard block, all year
    ...(weekdayOf(day) === FRIDAY ? [windowOf(quiet.friday)] : []),
  ];
  return sorted(outside(windows, blocked));
}

const wholeDay: Window[] = [{ from: 0, until: DAY_MINUTES }];

/** `21:00-09:00` is two pieces of a day: its morning and its night. */
function nightOf(text: string): Window[] {
  const { from, until } = windowOf(text);
  return from <= until
    ? [{ from, until }]
    : [
        { from: 0, until },
        { from, until: DAY_MINUTES },
      ];
}

function outside(windows: readonly Window[], blocked: readonly Window[]): Window[] {
  return blocked.reduce<Window[]>(
    (left, block) => left.flatMap((window) => cut(window, block)),
    [...windows],
  );
}

function cut(window: Window, block: Window): Window[] {
  const before = { from: window.from, until: Math.min(window.until, block.from) };
  const after = { from: Math.max(window.from, block.until), until: window.until };
  return [before, after].filter(({ from, until }) => from < until);
}

function sorted(windows: Window[]): Window[] {
  return windows.toSorted((a, b) => a.from - b.from);
}

function isInside(windows: readonly Window[], minute: number): boolean {
  return windows.some(({ from, until }) => minute >= from && minute < until);
}

// ---------------------------------------------------------------- moments

const MINUTE_MS = 60_000;
const MAX_DAYS = 400; // longer than any closure; a profile that is never open would search for ever

function nextInside(at: Date, windowsOf: (day: string) => Window[]): Date {
  let day = dayInRiyadh(at);
  for (let count = 0; count < MAX_DAYS; count++) {
    for (const { from, until } of windowsOf(day)) {
      if (at.getTime() < momentOf(day, from).getTime()) return momentOf(day, from);
      if (at.getTime() < momentOf(day, until).getTime()) return at;
    }
    day = dayAfter(day, 1);
  }
  throw new Error("the profile leaves no hour open within a year");
}

function momentOf(day: string, minute: number): Date {
  return new Date(Date.parse(`${day}T00:00:00+03:00`) + minute * MINUTE_MS);
}

/** Minutes since midnight in Riyadh; seconds count as parts. */
function minuteOf(at: Date): number {
  return (at.getTime() - Date.parse(`${dayInRiyadh(at)}T00:00:00+03:00`)) / MINUTE_MS;
}

function windowOf(text: string): Window {
  const [from = "", until = ""] = text.split("-");
  return { from: minutes(from), until: minutes(until) };
}

function minutes(clock: string): number {
  const [hour = 0, minute = 0] = clock.split(":").map(Number);
  return hour * 60 + minute;
}

function clockOf(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
}

/** By the tables of Umm al-Qura; the moon may differ by a day, which the association's `closed` days correct for Eid. */
function isRamadan(day: string): boolean {
  return toHijri(day).slice(5, 7) === RAMADAN;
}

const weekdays: readonly Weekday[] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

function weekdayName(day: string): Weekday {
  return weekdays[weekdayOf(day)] ?? "sun";
}
