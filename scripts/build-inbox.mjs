import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";

/*
 * The staff pages are the one part of Wasl that needs a build. The demo and the tests ask for it before they serve them:
 * nothing is done while what the pages are made of has not changed.
 */
const root = path.join(import.meta.dirname, "..");
const source = path.join(root, "src/web/inbox");
/** Where a server that runs from a checkout finds the pages; a compiled one has them beside itself. */
const cache = path.join(root, ".cache/inbox");

/** Builds into the cache unless it holds just this. Two at once do no harm: each builds apart, the last one is kept. */
export async function buildInboxOnce() {
  const wanted = fingerprint();
  if (read(path.join(cache, "made-of")) === wanted) return;
  const fresh = path.join(root, `.cache/inbox-${process.pid}`);
  await buildInbox(fresh);
  writeFileSync(path.join(fresh, "made-of"), wanted);
  const old = path.join(root, `.cache/inbox-old-${process.pid}`);
  if (existsSync(cache)) renameSync(cache, old);
  try {
    renameSync(fresh, cache);
  } catch (error) {
    if (read(path.join(cache, "made-of")) !== wanted) throw error; // somebody else was faster with the same
    rmSync(fresh, { recursive: true, force: true });
  }
  rmSync(old, { recursive: true, force: true });
}

/** @param {string} outDir */
export async function buildInbox(outDir) {
  const [{ build }, { default: react }, { default: tailwind }] = await Promise.all([
    import("vite"),
    import("@vitejs/plugin-react"),
    import("@tailwindcss/vite"),
  ]);
  mkdirSync(outDir, { recursive: true });
  await build({
    configFile: false,
    root: source,
    base: "/inbox/",
    logLevel: "warn",
    plugins: [react(), tailwind()],
    build: {
      outDir,
      emptyOutDir: true,
      manifest: true,
      assetsInlineLimit: 0, // the policy allows files of our own and nothing inside them
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 900,
      rollupOptions: { input: path.join(source, "main.tsx") },
    },
  });
}

function fingerprint() {
  const hash = createHash("sha256");
  const files = readdirSync(source, { recursive: true, encoding: "utf8" }).toSorted();
  for (const file of [
    ...files.map((each) => path.join(source, each)),
    path.join(root, "package-lock.json"),
    import.meta.filename,
  ]) {
    if (path.extname(file) !== "") hash.update(file.slice(root.length)).update(readFileSync(file));
  }
  return hash.digest("hex");
}

/** @param {string} file */
function read(file) {
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}
