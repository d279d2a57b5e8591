import { useEffect, useState } from "react";

const EVERY_MS = 15_000;
let ahead = 0;

/** The server's clock goes; in the demo it can be moved away from this device's. */
export function setServerTime(iso: string): void {
  const difference = new Date(iso).getTime() - Date.now();
  ahead = Math.abs(difference) > 2_000 ? difference : 0;
}

export function serverNow(): number {
  return Date.now() + ahead;
}

/** The time, moving on while the page is open: what is said «قبل دقيقة» must not stand still. */
export function useNow(): number {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    const timer = setInterval(() => setNow(serverNow()), EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
