// A quantity sends its form when it changes; the button for those without scripts goes away.
for (const button of document.querySelectorAll("[data-without-script]")) button.hidden = true;

for (const input of document.querySelectorAll("[data-send-on-change]")) {
  input.addEventListener("change", () => input.form.requestSubmit());
  input.addEventListener("focus", () => input.select());
}
