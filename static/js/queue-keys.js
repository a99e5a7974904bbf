// The keyboard through a queue: j and k move, x picks, the other keys press what bears their letter.
const rows = [...document.querySelectorAll("[data-row]")];
const hints = document.querySelector("[data-key-hints]");
const choice = hints?.querySelector("[data-key-switch]");
const STORED = "queue-keys";

if (hints) {
  hints.hidden = false;
  choice.checked = localStorage.getItem(STORED) !== "off";
  choice.addEventListener("change", () => localStorage.setItem(STORED, choice.checked ? "on" : "off"));
  document.addEventListener("keydown", press);
}

function press(event) {
  const typing = event.target.closest("input:not([type=checkbox]), textarea, select");
  if (!choice.checked || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (rows.length && "jk".includes(event.key)) return move(event.key === "j" ? 1 : -1);
  if (rows.length && event.key === "x") return pick();
  const marked = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!marked) return;
  event.preventDefault();
  marked.focus();
  if (marked.matches("a, button")) marked.click();
}

function current() {
  return rows.findIndex((row) => row.contains(document.activeElement));
}

function move(step) {
  const next = Math.min(rows.length - 1, Math.max(0, current() + step));
  rows[next].querySelector("a").focus();
}

function pick() {
  const box = rows[current()]?.querySelector("input[type=checkbox]");
  if (box) box.checked = !box.checked;
}
