import { stopSpeaking } from "./speech.js";

const byId = (id) => document.getElementById(id);

/** Shows one question at a time, and the answers to read through at the end. */
export class Steps {
  current = 0;

  constructor(questions) {
    this.questions = questions;
    this.steps = questions.steps;
    this.form = questions.form;
    byId("on").onclick = () => {
      if (this.mayLeave()) this.move(1);
    };
    byId("back").onclick = () => this.move(-1);
    this.form.addEventListener("change", () => this.unfold());
    this.form.addEventListener("input", () => {
      this.steps[this.current].querySelector(".step__missing")?.setAttribute("hidden", "");
    });
  }

  /** Turn the whole form into steps, and show the first. */
  begin() {
    for (const part of this.form.querySelectorAll("[data-script]")) {
      part.hidden = false;
      part.disabled = false;
    }
    byId("progress").hidden = false;
    document.documentElement.classList.add("is-stepped");
    this.turn(0);
  }

  show(number) {
    this.turn(number);
    this.steps[number].querySelector(".step__title").focus();
    scrollTo(0, 0);
  }

  turn(number) {
    this.current = number;
    this.steps.forEach((step, index) => {
      step.hidden = index !== number;
    });
    this.showProgress();
    stopSpeaking();
    this.questions.proofs.voice.stop();
    this.review();
    this.unfold();
  }

  showProgress() {
    const asked = this.steps.filter((step) => this.questions.isAsked(step));
    const place = asked.indexOf(this.steps[this.current]) + 1;
    const progress = byId("progress");
    progress.textContent = progress.dataset.of.replace("{n}", place).replace("{all}", asked.length);
    progress.style.setProperty("--done", place / asked.length);
    byId("back").hidden = place === 1;
    byId("intro").classList.toggle("is-small", place !== 1);
    document.documentElement.classList.toggle("is-under-way", place !== 1);
    byId("on").hidden = place === asked.length;
    byId("send").hidden = place !== asked.length;
  }

  move(by) {
    let next = this.current + by;
    while (this.steps[next] && !this.questions.isAsked(this.steps[next])) next += by;
    if (this.steps[next]) this.show(next);
  }

  mayLeave() {
    const step = this.steps[this.current];
    const isIncomplete = this.questions.isMissing(step);
    step.querySelector(".step__missing")?.toggleAttribute("hidden", !isIncomplete);
    return !isIncomplete;
  }

  // What belongs to one answer alone.
  unfold() {
    const proof = this.questions.value("proof");
    for (const part of this.form.querySelectorAll("[data-proof]")) part.hidden = part.dataset.proof !== proof;
    const only = {
      guardian: this.questions.value("minor") === "yes",
      typed_name: proof === "witnessed",
      witness: proof === "witnessed",
    };
    for (const [name, isShown] of Object.entries(only)) {
      this.form.querySelector(`[data-field=${name}]`).hidden = !isShown;
    }
  }

  review() {
    const lines = this.questions
      .answers((step) => "consent" in step.dataset)
      .flatMap(([question, answer]) => {
        const [term, description] = [document.createElement("dt"), document.createElement("dd")];
        term.textContent = question;
        description.textContent = answer;
        return [term, description];
      });
    byId("review").replaceChildren(...lines);
  }
}
