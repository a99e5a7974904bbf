// The book's first page shows what this device still has to send, and sends it.
import { sendAll } from "./send.js";
import "./shell.js";
import { all, drop } from "./store.js";

const queue = document.querySelector("#cho-gui");
const [list, said] = [queue.querySelector("ul"), queue.dataset];
const WHEN = new Intl.DateTimeFormat("vi", { dateStyle: "short", timeStyle: "short" });
const WORDS = { "sign-in": said.saidSignIn, other: said.saidOther, denied: said.saidDenied, failed: said.saidFailed, waiting: said.saidWaiting };

function line(entry) {
  const row = queue.querySelector("template").content.cloneNode(true);
  const [own, refused] = [entry.owner === said.owner, ["invalid", "review"].includes(entry.state)];
  row.querySelector("li").classList.toggle("refused", entry.state !== "waiting");
  row.querySelector("b").textContent = entry.title;
  row.querySelector("span").textContent = WHEN.format(entry.at);
  row.querySelector("div p").textContent = own ? (refused && entry.said.join(" ")) || WORDS[entry.state] : said.saidOther;
  const [link, button] = [row.querySelector("a"), row.querySelector("button")];
  if (own) link.href = `${entry.home}/ghi/${entry.screen}#phieu=${entry.id}`;
  else link.remove();
  button.hidden = !(own && refused); // only what was refused may be given up, by whoever wrote it
  button.addEventListener("click", () => drop(entry.id).then(show));
  return row;
}

async function show() {
  const waiting = await all();
  queue.hidden = !waiting.length;
  queue.querySelector("h2").textContent = waiting.length === 1 ? said.saidOne : said.saidMany.replace("{n}", waiting.length);
  list.replaceChildren(...waiting.map(line));
  await navigator.setAppBadge?.(waiting.length).catch(() => {});
  return waiting.length;
}

async function send() {
  if (!(await show()) || !navigator.onLine) return;
  const before = (await all()).length;
  await sendAll(show);
  if ((await show()) < before) location.reload(); // the records are on the page now
}

queue.querySelector("[data-send]").addEventListener("click", send);
addEventListener("online", send);
addEventListener("pageshow", (event) => event.persisted && send());
await send();
