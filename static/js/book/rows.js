// Rows of materials: one tap takes all that is left, and the sum is told while it is typed.
const KILOS = new Intl.NumberFormat("vi", { maximumFractionDigits: 3 });

/** Grams as people here type kilograms: `6,2`, `6.2` or `1.250,5`. */
function gramsOf(typed) {
  const text = typed.replace(/\s|kg/gi, "");
  return Math.round(Number(text.includes(",") ? text.replaceAll(".", "").replace(",", ".") : text) * 1000) || 0;
}

for (const rows of document.querySelectorAll("[data-sum]")) {
  const inputs = [...rows.querySelectorAll("input[data-left]")];
  const sum = Object.assign(document.createElement("output"), { className: "take-sum" });
  const tell = () => {
    const grams = inputs.reduce((total, input) => total + gramsOf(input.value), 0);
    sum.textContent = grams ? rows.dataset.sum.replace("{kg}", KILOS.format(grams / 1000)) : "";
  };
  for (const input of inputs) {
    input.labels[0].addEventListener("click", () => {
      if (!input.value) input.value = KILOS.format(input.dataset.left / 1000);
      requestAnimationFrame(() => input.select());
      tell();
    });
    input.addEventListener("input", tell);
  }
  rows.append(sum);
  tell();
}
