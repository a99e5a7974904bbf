// Fetches the wards of a newly chosen province, so that the form need not be sent to see them.
// Attaches to `data-address`, see templates/shared/address.html.

for (const box of document.querySelectorAll("[data-address]")) attach(box);

function attach(box) {
  const province = box.querySelector("[name=province_code]");
  const ward = box.querySelector("[name=ward_code]");
  const button = box.querySelector("[name=choose_province]");
  let latest = null;
  button.remove(); // taken out, not hidden: Enter must not press it
  province.addEventListener("change", load);
  // A browser that restores the form may show another province than the one whose wards are here.
  if (province.value !== box.dataset.loaded) load();

  async function load() {
    const code = province.value;
    const kept = ward.value;
    latest = code;
    offer([], box.dataset.wait);
    try {
      const choices = code ? await wardsOf(code) : [];
      if (latest === code) offer(choices, box.dataset.blank, kept);
    } catch {
      if (latest === code) fallBack();
    }
  }

  async function wardsOf(code) {
    const answer = await fetch(box.dataset.address.replace("{}", code));
    if (!answer.ok) throw new Error(answer.status);
    return answer.json();
  }

  function offer(choices, blank, kept = "") {
    const options = choices.map(([code, name]) => new Option(name, code, false, code === kept));
    ward.replaceChildren(new Option(blank, ""), ...options);
  }

  function fallBack() {
    offer([], box.dataset.blank);
    province.closest(".field").after(button);
  }
}
