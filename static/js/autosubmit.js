// Filters and orders apply as they are chosen; without scripts their buttons do it.
for (const form of document.querySelectorAll("[data-autosubmit-form]")) {
  form.addEventListener("change", () => submitClean(form));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submitClean(form);
  });
}
for (const select of document.querySelectorAll("[data-autosubmit]")) {
  select.addEventListener("change", () => submitClean(select.form));
}
for (const button of document.querySelectorAll("[data-autosubmit-button]")) button.hidden = true;

/** Goes where the form would lead, without its empty fields. */
function submitClean(form) {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value) query.append(name, value);
  const text = query.toString();
  window.location.assign(form.action + (text ? `?${text}` : ""));
}
