// Keeps the book's screens on this device, so that they open without a network; nothing else of the shop.
const owner = document.querySelector("[data-owner]").dataset.owner;
const home = location.pathname.match(/^(?:\/en)?\/ban-hang\/so/)[0];

async function keepShell() {
  await navigator.serviceWorker.register(`${home}/sw.js`, { type: "module", scope: home });
  const { active } = await navigator.serviceWorker.ready;
  const pages = [home, ...Array.from(document.querySelectorAll("a[data-keep]"), (link) => link.pathname)];
  const files = performance.getEntriesByType("resource").map(({ name }) => name).filter((name) => name.includes("/static/"));
  active.postMessage({ owner, home, pages, files });
}

if ("serviceWorker" in navigator && navigator.onLine) keepShell().catch(() => {}); // without one the page still works
