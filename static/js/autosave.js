// What is typed is kept while it is typed; without a network it stays in this tab and is sent later.
const [PAUSE, AGAIN] = [1200, 6000];

class Autosave {
  constructor(form) {
    Object.assign(this, { form, key: `typed:${form.action}`, dirty: false, unsent: null, sending: null });
    this.restore();
    form.addEventListener("input", () => this.typed());
    form.addEventListener("submit", (event) => this.submit(event));
    addEventListener("online", () => this.send());
    addEventListener("pagehide", () => this.dirty && this.hold());
  }
  typed(pause = PAUSE) {
    this.dirty = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), pause);
  }
  hold(sent = false) {
    const fields = [...new FormData(this.form)].filter(([name]) => name !== "_token");
    sessionStorage.setItem(this.key, JSON.stringify({ sent, fields }));
  }
  restore() {
    const { sent = false, fields = [] } = JSON.parse(sessionStorage.getItem(this.key)) ?? {};
    const arrived = new Map(fields).get("edition") !== this.form.elements.edition.value;
    const fromDesk = document.referrer && this.form.action.startsWith(document.referrer.split("?")[0]);
    const opened = performance.getEntriesByType("navigation")[0].type === "navigate";
    if (sent && (arrived || (opened && fromDesk))) return sessionStorage.removeItem(this.key);
    for (const [name, value] of fields) if (this.form.elements[name]) this.form.elements[name].value = value;
    return fields.length && this.typed();
  }
  async send() {
    if (this.sending || !(this.dirty || this.unsent)) return;
    this.unsent ??= new FormData(this.form); // whose answer was lost is sent again as it was
    this.unsent.set("viec", "tu-luu");
    this.dirty = false;
    document.querySelector("#save-state output").textContent = this.form.dataset.saidSending;
    this.sending = this.post(new FormData(this.form)).catch(() => this.fail());
    await this.sending;
    this.sending = null;
  }
  async post(now) {
    const answer = await fetch(this.form.action, { method: "POST", body: this.unsent });
    if (answer.redirected || !(answer.ok || answer.status === 409)) throw new Error(answer.statusText);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of page.querySelectorAll("[data-fresh]"))
      document.getElementById(part.id)?.replaceWith(part);
    const newer = [...now].some(([name, value]) => !["edition", "base"].includes(name) && this.unsent.get(name) !== value);
    this.unsent = null;
    if (newer || this.dirty) this.typed();
    else if (answer.ok) sessionStorage.removeItem(this.key);
  }
  fail() {
    this.hold();
    document.querySelector("#save-state output").textContent = this.form.dataset.saidHeld;
    this.typed(AGAIN);
  }
  async submit(event) {
    if (!navigator.onLine || this.sending) event.preventDefault();
    if (!navigator.onLine) return this.fail();
    clearTimeout(this.timer);
    this.hold(true); // until a newer edition shows that it arrived
    this.dirty = false;
    return this.sending?.then(() => this.form.requestSubmit(event.submitter));
  }
}

for (const form of document.querySelectorAll("[data-autosave]")) new Autosave(form);
