const paths = {
  clock: '<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3.2 2"/>',
  twice: '<rect x="8" y="8" width="12" height="12" rx="3"/><path d="M16 4H7a3 3 0 0 0-3 3v9"/>',
  failed: '<path d="M4 6h16v10H9l-5 4z"/><path d="m10 9 4 4m0-4-4 4"/>',
  lost: '<path d="M3 12h5m8 0h5M10 7l4 10"/>',
  reversed: '<path d="M7 20V5m0 0L3.5 8.5M7 5l3.5 3.5M17 4v15m0 0 3.5-3.5M17 19l-3.5-3.5"/>',
  kill: '<path d="M13 3 5 14h6l-1 7 9-12h-6z"/>',
  person:
    '<circle cx="10" cy="8" r="4"/><path d="M3 20c.6-4 3.4-6 7-6 1.7 0 3.2.4 4.4 1.2M18 14v6m-3-3h6"/>',
  open: '<path d="M14 4h6v6m0-6-9 9M18 14v5a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1h5"/>',
  attach:
    '<path d="m19 11-7.5 7.5a4.6 4.6 0 0 1-6.5-6.5L13 4a3 3 0 0 1 4.3 4.3l-8 8a1.5 1.5 0 0 1-2.1-2.1L14 7.4"/>',
  photo:
    '<rect x="3.5" y="5" width="17" height="14" rx="2.5"/><circle cx="9" cy="10" r="1.6"/><path d="m4 17 5-4 3 2.5 3.5-3.5 4.5 4"/>',
  file: '<path d="M7 3h7l4 4v13a1 1 0 0 1-1 1H7a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1z"/><path d="M14 3v5h4"/>',
  voice:
    '<rect x="9" y="3" width="6" height="11" rx="3"/><path d="M5.5 11a6.5 6.5 0 0 0 13 0M12 17.5V21"/>',
  place:
    '<path d="M12 21s-6.5-6-6.5-11a6.5 6.5 0 0 1 13 0c0 5-6.5 11-6.5 11z"/><circle cx="12" cy="10" r="2.3"/>',
  send: '<path d="M20 4 3 11l7 3 3 7z"/>',
  message: '<path d="M4 5h16v11H9l-5 4z"/><path d="M8 9.5h8m-8 3h5"/>',
  globe:
    '<circle cx="12" cy="12" r="9"/><path d="M3 12h18M12 3c3 3 3.6 6 3.6 9S15 18 12 21c-3-3-3.6-6-3.6-9S9 6 12 3Z"/>',
  signal: '<path d="M5 19v-3m5 3v-7m5 7V8m5 11V4"/>',
  battery:
    '<rect x="2.5" y="7.5" width="17" height="9" rx="2.5"/><path d="M22 11v2M5.5 10.5v3h8v-3z"/>',
} as const;

export type IconName = keyof typeof paths;

/** A line drawing beside words that say the same: hidden from whoever listens to the page. */
export function icon(name: IconName, className = ""): string {
  return `<svg class="icon ${className}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">${paths[name]}</svg>`;
}
