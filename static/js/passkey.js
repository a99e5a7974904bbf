// Makes a passkey, or signs with one, when a form with `data-passkey` is sent: "create" or "get".
// `data-options` is where the challenge comes from; the answer goes along as `credential`.

for (const form of document.querySelectorAll("[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask(form);
  });
}

async function ask(form) {
  const problem = form.querySelector("[data-passkey-problem]");
  const button = form.querySelector("button");
  problem.hidden = true;
  button.disabled = true;
  try {
    const publicKey = opened(await options(form));
    const credential = await navigator.credentials[form.dataset.passkey]({ publicKey });
    form.elements.credential.value = JSON.stringify(packed(credential));
    form.submit();
  } catch {
    problem.hidden = false; // closed, refused, or no connection: said in the page's language
    button.disabled = false;
  }
}

async function options(form) {
  const headers = { "x-form-token": form.elements._token.value };
  const answer = await fetch(form.dataset.options, { method: "POST", headers, redirect: "error" });
  if (!answer.ok) throw new Error(answer.status);
  return answer.json();
}

function opened(given) {
  const known = given.excludeCredentials ?? given.allowCredentials ?? [];
  for (const one of [given, given.user, ...known]) {
    if (one?.challenge) one.challenge = bytes(one.challenge);
    if (one?.id) one.id = bytes(one.id);
  }
  return given;
}

function packed({ id, type, rawId, response, authenticatorAttachment }) {
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature"];
  const said = parts.filter((part) => response[part]).map((part) => [part, text(response[part])]);
  const transports = response.getTransports?.();
  const answer = { ...Object.fromEntries(said), transports };
  return { id, type, rawId: text(rawId), response: answer, authenticatorAttachment };
}

const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const bytes = (said) =>
  Uint8Array.from(atob(said.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
