// The plus and minus beside a quantity; without scripts the number is typed.
for (const stepper of document.querySelectorAll("[data-stepper]")) {
  const input = stepper.querySelector("input");
  stepper.addEventListener("click", (event) => {
    const step = Number(event.target.closest("[data-step]")?.dataset.step ?? 0);
    if (!step) return;
    const wanted = (Number.parseInt(input.value, 10) || 1) + step;
    input.value = String(Math.min(Number(input.max), Math.max(Number(input.min), wanted)));
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}
