/** What the server wrote into the page: see `PageConfig` in ../page.ts. */
export const config = globalThis.__SIM_CONFIG;
