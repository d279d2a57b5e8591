/**
 * Talks to the site that embeds the chat, and to nobody else: the site names itself in the address, must be one that
 * the association lists, and every message is checked against exactly that origin.
 */
export function createBridge({ sites, onShown }) {
  const site = new URLSearchParams(location.search).get("site");
  const isEmbedded =
    window.parent !== window && site !== null && [...sites, location.origin].includes(site);
  let isShown = !isEmbedded;

  if (isEmbedded)
    window.addEventListener("message", ({ origin, source, data }) => {
      if (origin !== site || source !== window.parent) return;
      if (data?.wasl !== "shown" && data?.wasl !== "hidden") return;
      isShown = data.wasl === "shown";
      if (isShown) onShown();
    });

  function tell(what, more = {}) {
    if (isEmbedded) window.parent.postMessage({ wasl: what, ...more }, site);
  }

  return { tell, isShown: () => isShown, isEmbedded };
}
