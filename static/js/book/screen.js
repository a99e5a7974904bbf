// A screen of the book keeps its form on the device first, and sends it then: a yard has no network.
import { uuid7 } from "./ids.js";
import "./rows.js";
import { sendOne, whoIs } from "./send.js";
import "./shell.js";
import { find, keep } from "./store.js";

const form = document.querySelector("[data-record]");
const { home, owner, screen, title } = form.dataset;
const again = location.hash.match(/^#phieu=([0-9a-f-]{36})$/)?.[1];

if ("fresh" in form.dataset) form.elements.client_id.value = uuid7(); // a kept page holds an old one
if (again) fill(await find(again));
form.addEventListener("submit", submit);

function fill(entry) {
  if (entry?.owner !== owner) return;
  for (const [name, value] of entry.fields) {
    for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (["radio", "checkbox"].includes(field.type)) field.checked ||= field.value === value;
      else if (field.type !== "file" && name !== "_token") field.value = value;
      field.closest("details")?.setAttribute("open", "");
    }
  }
}

async function submit(event) {
  if (event.submitter?.hasAttribute("formaction")) return; // to the exchange, which needs a network
  event.preventDefault();
  if ("sending" in form.dataset) return;
  form.dataset.sending = "";
  form.elements.device_time.value = new Date().toISOString();
  const fields = [...new FormData(form)].filter(([name, value]) => name !== "_token" && value !== "" && value.size !== 0);
  const id = form.elements.client_id.value;
  const entry = { id, path: form.action, home, owner, screen, title, fields, at: Date.now(), state: "waiting", said: [] };
  await keep(entry);
  const outcome = await send(entry);
  delete form.dataset.sending;
  if (outcome.state === "kept") location.assign(`${outcome.at}?xong=1`);
  else if (["invalid", "review"].includes(outcome.state)) form.submit(); // the page says what is wrong, field by field
  else await held();
}

async function send(entry) {
  try {
    const first = await sendOne(entry, { owner, token: form.elements._token.value });
    return first.state === "denied" ? await sendOne(entry, await whoIs(home)) : first; // a kept page's token is old
  } catch {
    return { state: "waiting" };
  }
}

async function held() {
  const registration = await navigator.serviceWorker?.getRegistration(home);
  await registration?.sync?.register("so-xuong").catch(() => {});
  if (navigator.serviceWorker?.controller || navigator.onLine) return location.assign(home);
  form.reset();
  form.elements.client_id.value = uuid7();
  form.prepend(Object.assign(document.createElement("p"), { className: "alert alert-warn", role: "status", textContent: form.dataset.saidHeld }));
  return scrollTo(0, 0);
}
