// Keeps this page for when there is no network: see origin-worker.js. A saved copy keeps nothing.
const { serviceWorker } = navigator;
if (serviceWorker && !("saved" in document.documentElement.dataset)) {
  addEventListener("load", async () => {
    await serviceWorker.register(new URL("sw.js", location.href));
    const { active } = await serviceWorker.ready;
    const files = performance.getEntriesByType("resource").map((entry) => entry.name);
    active.postMessage({ page: location.pathname, files });
  });
}
