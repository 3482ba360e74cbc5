// The form at the workshop: one question at a time, and nothing lost where there is no signal.
import { entryOf } from "./entry.js";
import { sendAnew, showKept } from "./kept.js";
import { photoTaker, signaturePad, voiceRecorder } from "./proof.js";
import { Questions } from "./questions.js";
import { offerSpeech } from "./speech.js";
import { Steps } from "./steps.js";
import { keep } from "./store.js";

const byId = (id) => document.getElementById(id);
const form = byId("capture-form");

if ("serviceWorker" in navigator) shelve().catch(() => {});
sendAnew();
if (form) ask();

// Without a signal the page opens from the phone: its parts are those that base.html links to.
async function shelve() {
  await navigator.serviceWorker.register(byId("capture").dataset.worker);
  if (!form) return;
  const parts = [
    ...document.querySelectorAll("link[rel=stylesheet], link[rel=icon], link[rel=modulepreload], script[src]"),
  ];
  const shelf = await caches.open("capture-1");
  await shelf.addAll([location.href, ...parts.map((part) => part.href || part.src)]);
  document.documentElement.dataset.offline = "ready";
}

function ask() {
  const proofs = {
    photo: photoTaker(form.querySelector("[name=photo]")),
    signature: signaturePad(),
    voice: voiceRecorder(),
  };
  const questions = new Questions(form, proofs);
  const steps = new Steps(questions);

  function told(isThrough) {
    const done = byId("done");
    const title = done.querySelector("h1");
    title.textContent = isThrough ? title.dataset.through : title.dataset.kept;
    done.querySelector("[data-kept-only]").hidden = isThrough;
  }

  // Kept first, then sent.
  async function finish() {
    const entry = await entryOf(questions);
    await keep(entry);
    clean();
    form.hidden = byId("intro").hidden = true;
    byId("done").hidden = false;
    byId("done").querySelector("[data-reference]").textContent = entry.number;
    told(false);
    byId("done").focus();
    scrollTo(0, 0);
    await showKept();
    told((await sendAnew()).get(entry.key) === "through");
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const send = byId("send");
    if (send.hidden) byId("on").click(); // the keyboard's own "go"
    else if (steps.mayLeave() && !send.disabled) {
      send.disabled = true;
      await finish().finally(() => {
        send.disabled = false;
      });
    }
  });

  // The next person finds an empty form.
  function clean() {
    form.reset();
    for (const proof of Object.values(proofs)) proof.forget();
    for (const note of document.querySelectorAll(".capture__wrong, .step__error:not([role])")) note.remove();
  }

  byId("next-person").onclick = () => {
    byId("done").hidden = true;
    form.hidden = byId("intro").hidden = false;
    steps.show(0);
  };
  addEventListener("pageshow", (event) => {
    if (event.persisted && !form.hidden) {
      clean();
      steps.show(0);
    }
  });

  offerSpeech(form);
  steps.begin();
}
