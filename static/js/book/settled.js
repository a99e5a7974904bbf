// The server has this form: it waits no more, however it came there.
import { drop } from "./store.js";

await drop(document.querySelector("[data-settled]").dataset.settled);
