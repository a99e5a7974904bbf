// The book without a network: its screens and their files as this device saw them last. It answers
// for pages under its scope alone, keeps them for one person at one shop, and forgets them when
// that person is signed out. What waits is sent from here too, where browsers wake us for it.
import { sendAll } from "/static/js/book/send.js";

const [PAGES, FILES, FRESH, MOST] = ["so-trang-", "so-tep", 15 * 60_000, 90];
const MODULES = ["ids", "rows", "send", "shell", "store"].map((name) => `/static/js/book/${name}.js`);

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("sync", (event) => event.tag === "so-xuong" && event.waitUntil(sendAll()));
addEventListener("message", (event) => event.waitUntil(keep(event.data)));
addEventListener("fetch", (event) => {
  const { request } = event;
  const { pathname, origin } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (pathname.startsWith("/static/")) event.respondWith(file(request));
});

async function keep({ owner, home, pages, files }) {
  for (const name of await caches.keys()) if (name.startsWith(PAGES) && name !== PAGES + owner) await caches.delete(name);
  const [kept, wanted] = [await caches.open(PAGES + owner), new Set([...files, ...MODULES])];
  for (const path of pages.filter((each) => each.startsWith(home))) {
    const seen = Date.parse((await kept.match(path))?.headers.get("date") ?? 0);
    if (path !== home && Date.now() - seen < FRESH) continue;
    const answer = await fetch(path, { redirect: "manual" });
    if (!answer.ok) continue;
    await kept.put(path, answer.clone());
    for (const [, name] of (await answer.text()).matchAll(/(?:src|href)="(\/static\/[^"#]+)/g)) wanted.add(name);
  }
  if ((await (await caches.open(FILES)).keys()).length > MOST) await caches.delete(FILES);
  await Promise.all(Array.from(wanted, (name) => file(new Request(name))));
}

/** From the network; without one as it was kept, or else the book's first page. */
async function page(request) {
  try {
    const answer = await fetch(request);
    if (answer.type === "opaqueredirect") await forget(); // to the sign-in page
    return answer;
  } catch {
    const home = new URL(registration.scope).pathname;
    return (await kept(request.url)) ?? (await kept(home)) ?? Response.error();
  }
}

async function kept(url) {
  for (const name of await caches.keys()) {
    const found = name.startsWith(PAGES) && (await (await caches.open(name)).match(url, { ignoreSearch: true }));
    if (found) return found;
  }
}

/** A name with a hash never changes; others are asked for first. */
async function file(request) {
  const shelf = await caches.open(FILES);
  const found = await shelf.match(request);
  if (found && /\.[0-9a-f]{10}\.\w+$/.test(request.url)) return found;
  try {
    const answer = await fetch(request);
    if (answer.ok) await shelf.put(request, answer.clone());
    return answer;
  } catch {
    return found ?? Response.error();
  }
}

async function forget() {
  for (const name of await caches.keys()) if (name.startsWith(PAGES)) await caches.delete(name);
}
