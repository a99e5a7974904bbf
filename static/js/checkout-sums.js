// Keeps the checkout's sums true while an address is being chosen: the shop is asked what it would
// charge there, in the form's own words. Attaches to `form[data-sums]`; without scripts, or when
// nothing answers, the shop asks again before it takes a dearer order.

for (const form of document.querySelectorAll("form[data-sums]")) attach(form);

function attach(form) {
  let latest = 0;
  form.addEventListener("change", (event) => {
    if (["province_code", "ward_code"].includes(event.target.name)) ask(++latest);
  });

  async function ask(turn) {
    const typed = new FormData(form);
    typed.set("choose_province", "1"); // nothing is ordered by it
    form.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(form.action, { method: "POST", body: typed });
      if (answer.ok && turn === latest) show(await answer.text(), turn);
    } finally {
      if (turn === latest) form.removeAttribute("aria-busy");
    }
  }

  function show(page, turn) {
    const fresh = new DOMParser().parseFromString(page, "text/html").querySelector("form[data-sums]");
    if (!fresh || turn !== latest) return;
    for (const name of ["seal", "total"]) form.elements[name].value = fresh.elements[name].value;
    form.querySelector("[data-sums-shown]").replaceWith(fresh.querySelector("[data-sums-shown]"));
  }
}
