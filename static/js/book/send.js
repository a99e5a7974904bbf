// Sends what waits, one after another, in the order in which it was written. A form sent twice is
// one record, so whoever is unsure sends again. Nothing leaves the store before the server has it.
import { all, drop, keep } from "./store.js";

const JSON_PLEASE = { accept: "application/json" };

/** Who is signed in, and the token of their forms; null when nobody is. Throws without a network. */
export async function whoIs(home) {
  const answer = await fetch(`${home}/phien.json`, { headers: JSON_PLEASE, redirect: "manual", cache: "no-store" });
  return answer.ok ? answer.json() : null;
}

/** What became of an entry: `{state: "kept", at}`, or why it stays; throws without a network. */
export async function sendOne(entry, who) {
  if (who === null) return stay(entry, "sign-in");
  if (who.owner !== entry.owner) return stay(entry, "other");
  const body = new FormData();
  for (const [name, value] of entry.fields) body.append(name, value);
  body.set("_token", who.token);
  const answer = await fetch(entry.path, { method: "POST", body, headers: JSON_PLEASE, redirect: "manual" });
  if (answer.type === "opaqueredirect") return stay(entry, "sign-in");
  const told = await answer.json().catch(() => ({}));
  if (!answer.ok) return stay(entry, stateOf(answer.status, told), told.said);
  await drop(entry.id);
  return { state: "kept", at: told.at };
}

function stateOf(status, told) {
  if (told.why) return told.why;
  return { 401: "sign-in", 403: "denied", 404: "denied" }[status] ?? "failed";
}

async function stay(entry, state, said = []) {
  await keep({ ...entry, state, said });
  return { state };
}

/** Tries all that waits; `told` hears after each. What was refused waits for whoever wrote it. */
export async function sendAll(told = () => {}) {
  const work = async () => {
    const waiting = await all();
    const who = new Map();
    for (const entry of waiting.filter(({ state }) => !["invalid", "review"].includes(state))) {
      if (!who.has(entry.home)) who.set(entry.home, await whoIs(entry.home));
      await sendOne(entry, who.get(entry.home));
      await told();
    }
  };
  // Another tab or the worker may be at it already: what it left is tried afterwards.
  await (navigator.locks ? navigator.locks.request("so-xuong", work) : work()).catch(() => {});
}
