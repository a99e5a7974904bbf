// The last good copy of every page behind a code that this phone opened, for when there is no
// network. It is dated and grey: what was true then is never shown as an answer of now.
const PAGES = "origin-pages-1";
const FILES = "origin-files-1";
const MOST = { [PAGES]: 20, [FILES]: 80 };
const PAGE = /^(\/[a-z]{2})?\/Q\/[0-9A-Z]{10}$/;
const FILE = /^\/(static|media|ban-do)\//;

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("message", (event) => event.waitUntil(keep(event.data)));
addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate" && PAGE.test(pathname)) event.respondWith(page(event, pathname));
  else if (request.mode !== "navigate" && FILE.test(pathname)) event.respondWith(file(request));
});

async function page(event, path) {
  let answer;
  try {
    answer = await fetch(event.request);
    if (isLive(answer)) event.waitUntil(save(path, answer.clone()));
    if (answer.status === 404) event.waitUntil(forget(path));
  } catch {
    answer = Response.error();
  }
  const failed = answer.type === "error" || answer.status >= 500;
  return (failed && (await saved(path))) || answer;
}

// The exchange's own copy, of when it could not make the page, says that it may not be kept.
function isLive(answer) {
  return answer.ok && answer.headers.get("cache-control") !== "no-store";
}

async function file(request) {
  try {
    return await fetch(request);
  } catch {
    return (await caches.match(request)) || (request.destination === "image" ? blank() : Response.error());
  }
}

// A picture that was never scrolled to is no broken one.
function blank() {
  const headers = { "content-type": "image/svg+xml" };
  return new Response('<svg xmlns="http://www.w3.org/2000/svg"/>', { headers });
}

// The first visit was not ours to see: its page and files are in the browser's own cache still.
async function keep({ page: path, files }) {
  const pages = await caches.open(PAGES);
  if (PAGE.test(path) && !(await pages.match(path))) {
    const answer = await fetch(path, { cache: "force-cache" });
    if (isLive(answer)) await save(path, answer);
  }
  const kept = await caches.open(FILES);
  for (const name of files) {
    const { origin, pathname } = new URL(name);
    if (origin !== location.origin || !FILE.test(pathname) || (await kept.match(name))) continue;
    const answer = await fetch(name, { cache: "force-cache" }).catch(() => null);
    if (answer?.ok) await put(FILES, name, answer);
  }
}

async function save(path, answer) {
  const headers = new Headers({ "x-saved-at": new Date().toISOString() });
  for (const name of ["content-type", "content-security-policy"]) {
    headers.set(name, answer.headers.get(name) ?? "");
  }
  await put(PAGES, path, new Response(await answer.text(), { headers }));
}

async function put(name, key, answer) {
  const cache = await caches.open(name);
  await cache.delete(key); // the newest is the last one
  await cache.put(key, answer);
  const keys = await cache.keys();
  await Promise.all(keys.slice(0, Math.max(0, keys.length - MOST[name])).map((old) => cache.delete(old)));
}

async function forget(path) {
  await (await caches.open(PAGES)).delete(path);
}

async function saved(path) {
  const kept = await (await caches.open(PAGES)).match(path);
  if (!kept) return null;
  const at = new Date(kept.headers.get("x-saved-at"));
  return new Response(dated(await kept.text(), at), { headers: kept.headers });
}

// The page has the words ready and hidden, in its own language.
function dated(html, at) {
  const lang = /<html lang="([\w-]+)"/.exec(html)[1];
  const moment = at.toLocaleString(lang, { dateStyle: "short", timeStyle: "short" });
  const told = html
    .replace("<html ", "<html data-saved ")
    .replace('class="saved" hidden', 'class="saved"')
    .replaceAll("{moment}", moment)
    .replace(/data-verdict="\w+"/, 'data-verdict="saved"');
  const title = /<h2 id="h-saved">([^<]*)</.exec(told)[1];
  return told.replace(/<title>[^<]*/, `<title>${title}`);
}
