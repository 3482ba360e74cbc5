import { fetchPart } from "../cms/admin/chrome/fragment.js";

// How long a person has to pause before the server is asked.
const PAUSE = 250;

/** Says below a text area how much of the network's limit is used. The server counts, as it does before publishing. */
export class TextCounterController extends window.StimulusModule.Controller {
  static values = { url: String, what: String };

  connect() {
    this.counter = document.createElement("output");
    this.counter.className = "counter";
    this.element.after(this.counter);
    this.ask();
  }

  disconnect() {
    clearTimeout(this.waiting);
    this.counter.remove();
  }

  update() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    const text = this.element.value;
    if (!text.trim()) {
      this.show("", "");
      return;
    }
    const body = new FormData();
    body.set("text", text);
    body.set("what", this.whatValue);
    body.set("csrfmiddlewaretoken", this.element.form.elements.csrfmiddlewaretoken.value);
    const answer = await fetchPart(this.urlValue, { method: "POST", body }).catch(() => null);
    // An answer that comes late is about a text that stands there no more.
    if (!answer?.ok || this.element.value !== text) return;
    const { used, most, problem } = await answer.json();
    this.show(`${used} / ${most}`, problem);
  }

  show(used, problem) {
    this.counter.textContent = [used, problem].filter(Boolean).join(" · ");
    this.counter.classList.toggle("counter--over", Boolean(problem));
  }
}
