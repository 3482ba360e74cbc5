// The form at the workshop: one question at a time, and nothing lost where there is no signal.

import { keep, sendAnew, showKept } from "./kept.js";
import { photoTaker, signaturePad, voiceRecorder } from "./proof.js";

const byId = (id) => document.getElementById(id);
const form = byId("capture-form");

// ── Without a signal the page opens from the phone ──────────────────────────────────────────────────────────────────

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

if ("serviceWorker" in navigator) shelve().catch(() => {});
sendAnew();
if (form) ask();

function ask() {
  const steps = [...form.querySelectorAll(".step")];
  const photo = photoTaker(form.querySelector("[name=photo]"));
  const signature = signaturePad();
  const voice = voiceRecorder();
  let current = 0;

  // ── One question at a time ────────────────────────────────────────────────────────────────────────────────────────

  const value = (name) => new FormData(form).get(name) || "";
  const lacks = (name) => form.querySelector(`[name=${name}]`) !== null && !value(name).trim();
  const named = (step) => [...new Set([...step.querySelectorAll("[name]")].map((input) => input.name))];
  const reasons = {
    "kind=testimony": () => value("kind") === "testimony",
    photo: () => value("kind") === "testimony" && photo.blob !== null,
    organisation: () => !lacks("organisation"),
  };
  const isAsked = (step) => !step.dataset.when || reasons[step.dataset.when]();

  // Where a script asks it also insists: what the server would miss is missed here first.
  const missing = {
    kind: () => lacks("kind") || lacks("language"),
    words: () => lacks("words"),
    who: () => lacks("name"),
    minor: () => lacks("minor") || (value("minor") === "yes" && lacks("guardian")),
    proof: () =>
      ({
        signed_form: !signature.isDrawn,
        recorded_voice: !voice.blob,
        witnessed: lacks("typed_name") || lacks("witness"),
      })[value("proof")] ?? true,
  };
  const isMissing = (step) =>
    (missing[step.dataset.step] || (() => "consent" in step.dataset && lacks(step.dataset.step)))();

  function show(number, isFirst = false) {
    current = number;
    const asked = steps.filter(isAsked);
    const place = asked.indexOf(steps[number]) + 1;
    steps.forEach((step, index) => {
      step.hidden = index !== number;
    });
    const progress = byId("progress");
    progress.textContent = progress.dataset.of.replace("{n}", place).replace("{all}", asked.length);
    progress.style.setProperty("--done", place / asked.length);
    byId("back").hidden = place === 1;
    byId("intro").classList.toggle("is-small", place !== 1);
    document.documentElement.classList.toggle("is-under-way", place !== 1);
    byId("on").hidden = place === asked.length;
    byId("send").hidden = place !== asked.length;
    stopSpeaking();
    voice.stop();
    review();
    unfold();
    if (isFirst) return;
    steps[number].querySelector(".step__title").focus();
    scrollTo(0, 0);
  }

  function move(by) {
    let next = current + by;
    while (steps[next] && !isAsked(steps[next])) next += by;
    if (steps[next]) show(next);
  }

  function mayLeave() {
    const isIncomplete = isMissing(steps[current]);
    steps[current].querySelector(".step__missing")?.toggleAttribute("hidden", !isIncomplete);
    return !isIncomplete;
  }

  // What belongs to one answer alone.
  function unfold() {
    for (const part of form.querySelectorAll("[data-proof]")) part.hidden = part.dataset.proof !== value("proof");
    const only = {
      guardian: value("minor") === "yes",
      typed_name: value("proof") === "witnessed",
      witness: value("proof") === "witnessed",
    };
    for (const [name, isShown] of Object.entries(only)) form.querySelector(`[data-field=${name}]`).hidden = !isShown;
  }

  byId("on").onclick = () => {
    if (mayLeave()) move(1);
  };
  byId("back").onclick = () => move(-1);
  form.addEventListener("change", unfold);
  form.addEventListener("input", () => {
    steps[current].querySelector(".step__missing")?.setAttribute("hidden", "");
  });

  // ── What was said, to read through, to hear, and to show ──────────────────────────────────────────────────────────

  function chosen(step) {
    const picked = [...step.querySelectorAll("input:checked")].map((input) => input.parentElement.textContent.trim());
    const written = [...step.querySelectorAll("input[type=text], textarea")].map((input) => input.value.trim());
    return [...picked, ...written].filter(Boolean).join(" · ");
  }

  const answers = (which) =>
    steps
      .filter((step) => which(step) && isAsked(step))
      .map((step) => [step.querySelector(".step__title").textContent, chosen(step)])
      .filter((pair) => pair[1]);

  function review() {
    byId("review").replaceChildren(
      ...answers((step) => "consent" in step.dataset).flatMap((pair) =>
        pair.map((text, place) => {
          const part = document.createElement(place ? "dd" : "dt");
          part.textContent = text;
          return part;
        }),
      ),
    );
  }

  const stopSpeaking = () => {
    if ("speechSynthesis" in window) speechSynthesis.cancel();
  };
  for (const button of "speechSynthesis" in window ? form.querySelectorAll(".listen") : []) {
    button.hidden = false;
    button.onclick = () => {
      stopSpeaking();
      const parts = button.closest(".step").querySelectorAll(".step__title, .step__help, .choice, dt, dd");
      const words = new SpeechSynthesisUtterance([...parts].map((part) => part.textContent.trim()).join(". "));
      words.lang = document.documentElement.lang;
      speechSynthesis.speak(words);
    };
  }

  // ── Finished: kept first, then sent ───────────────────────────────────────────────────────────────────────────────

  function newKey() {
    // crypto.randomUUID is not there on every phone
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    [bytes[6], bytes[8]] = [(bytes[6] & 15) | 64, (bytes[8] & 63) | 128];
    const digits = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  }

  function today() {
    const now = new Date();
    return [now.getFullYear(), now.getMonth() + 1, now.getDate()]
      .map((part) => String(part).padStart(2, "0"))
      .join("-");
  }

  async function finished() {
    const [key, proof] = [newKey(), value("proof")];
    const left = new Set(["key", "filled_on", ...steps.filter((step) => !isAsked(step)).flatMap(named)]);
    const parts = [...new FormData(form)].filter(([name, said]) => typeof said === "string" && !left.has(name));
    parts.push(["key", key], ["filled_on", today()]);
    const files = [
      ["photo", reasons.photo() && photo.blob],
      ["signature", proof === "signed_form" && (await signature.blob())],
      ["voice", proof === "recorded_voice" && voice.blob],
    ];
    for (const [name, blob] of files) if (blob) parts.push([name, await blob.arrayBuffer(), blob.type]);
    const number = `${key.slice(0, 4)}-${key.slice(4, 8)}`.toUpperCase();
    const summary = answers(() => true)
      .map((pair) => pair.join("\n"))
      .join("\n\n");
    return { key, number, parts, summary, at: Date.now(), address: location.pathname + location.search };
  }

  function told(isThrough) {
    const done = byId("done");
    const title = done.querySelector("h1");
    title.textContent = isThrough ? title.dataset.through : title.dataset.kept;
    done.querySelector("[data-kept-only]").hidden = isThrough;
  }

  async function finish() {
    const entry = await finished();
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
    else if (mayLeave() && !send.disabled) {
      send.disabled = true;
      await finish().finally(() => {
        send.disabled = false;
      });
    }
  });

  // The next person finds an empty form.
  function clean() {
    form.reset();
    photo.forget();
    signature.forget();
    voice.forget();
    for (const note of document.querySelectorAll(".capture__wrong, .step__error:not([role])")) note.remove();
  }

  byId("next-person").onclick = () => {
    byId("done").hidden = true;
    form.hidden = byId("intro").hidden = false;
    show(0);
  };
  addEventListener("pageshow", (event) => {
    if (event.persisted && !form.hidden) {
      clean();
      show(0);
    }
  });

  for (const part of form.querySelectorAll("[data-script]")) {
    part.hidden = false;
    part.disabled = false;
  }
  byId("progress").hidden = false;
  document.documentElement.classList.add("is-stepped");
  show(0, true);
}
