// The outline of a garden, walked with a phone; without scripts a pin is typed instead.
const form = document.querySelector("[data-walk]");
const [said, hidden, output] = [form.dataset, form.elements.outline, form.querySelector("output")];
const [start, clear] = [form.querySelector("[data-walk-start]"), form.querySelector("[data-walk-clear]")];
const [APART, SHARP, METRES] = [4, 30, 111_195]; // metres between points, of accuracy, a degree of latitude
const HECTARES = new Intl.NumberFormat("vi", { maximumFractionDigits: 2 });
let [points, watch] = [JSON.parse(hidden.value || "[]"), null];

const flat = ([east, north]) => [east * METRES * Math.cos((north * Math.PI) / 180), north * METRES];
const metres = (one, other) => Math.hypot(flat(one)[0] - flat(other)[0], flat(one)[1] - flat(other)[1]);

/** Good enough to see it grow; the server measures on the sphere. */
function hectares() {
  const ring = points.map((point) => flat(point).map((metre, axis) => metre - flat(points[0])[axis]));
  return Math.abs(ring.reduce((sum, [x, y], at) => sum + x * ring[(at + 1) % ring.length][1] - ring[(at + 1) % ring.length][0] * y, 0)) / 20_000;
}

function tell(text) {
  start.querySelector("span").textContent = watch === null ? said.saidStart : said.saidStop;
  clear.hidden = !points.length || watch !== null;
  output.textContent = text ?? (points.length ? said.saidPoints.replace("{n}", points.length).replace("{ha}", HECTARES.format(hectares())) : "");
}

function step({ coords: { longitude, latitude, accuracy } }) {
  const here = [longitude, latitude].map((degrees) => Number(degrees.toFixed(6)));
  if (accuracy <= SHARP && (!points.length || metres(points.at(-1), here) >= APART)) points.push(here);
  tell();
}

function stop(text) {
  navigator.geolocation.clearWatch(watch);
  watch = null;
  hidden.value = points.length ? JSON.stringify(points) : "";
  tell(text);
}

start.addEventListener("click", () => {
  if (watch !== null) return stop();
  points = [];
  watch = navigator.geolocation.watchPosition(step, () => stop(said.saidDenied), { enableHighAccuracy: true, maximumAge: 0 });
  return tell(said.saidWaiting);
});
clear.addEventListener("click", () => {
  points = [];
  hidden.value = "";
  tell();
});

form.querySelector(".walk-tools").hidden = !("geolocation" in navigator);
tell();
