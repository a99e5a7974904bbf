// The phone's position chooses a province in the list and goes nowhere else: what is sent is the
// name that the reader sees and sends.
for (const form of document.querySelectorAll("[data-scan-place]")) {
  const button = form.querySelector("[data-find-place]");
  const said = form.querySelector("[data-place-said]");
  if (!navigator.geolocation) continue;
  button.hidden = false;
  button.addEventListener("click", () => {
    said.textContent = said.dataset.asking;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        form.elements.province.value = nearest(form.elements.province.options, coords);
        said.textContent = said.dataset.found;
      },
      () => {
        said.textContent = said.dataset.refused;
      },
      { enableHighAccuracy: false, maximumAge: 600_000, timeout: 10_000 },
    );
  });
}

/** The option whose province's seat is the nearest; degrees are good enough within a country. */
function nearest(options, { latitude, longitude }) {
  let best = "";
  let least = Infinity;
  for (const option of options) {
    if (!option.dataset.seat) continue;
    const [north, east] = option.dataset.seat.split(",").map(Number);
    const far = (north - latitude) ** 2 + ((east - longitude) * Math.cos((north * Math.PI) / 180)) ** 2;
    if (far < least) [best, least] = [option.value, far];
  }
  return best;
}
