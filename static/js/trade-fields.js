// The form asks what the chosen trade is asked; without scripts a button shows it.
const category = document.querySelector("#f-category_id");
const parts = document.querySelectorAll("[data-for]");
const known = new Set([...parts].flatMap((part) => part.dataset.for.split(" ")));

for (const button of document.querySelectorAll("[data-without-script]")) button.hidden = true;
category?.addEventListener("change", () => {
  const group = category.selectedOptions[0]?.dataset.group ?? "";
  for (const part of parts) {
    const asked = part.dataset.for.split(" ").includes(group);
    part.hidden = !(asked || ("forAny" in part.dataset && !known.has(group)));
  }
});
