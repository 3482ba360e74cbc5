const LINK = /https?:\/\/[^\s<>«»“”"]+/g;
const LINK_LENGTH = 23;

/** The length of a text as networks count it: signs as people see them, and every link the same. */
function lengthOf(text) {
  const links = text.match(LINK) || [];
  const rest = text.replace(LINK, "");
  const signs = "Segmenter" in Intl ? [...new Intl.Segmenter().segment(rest)].length : [...rest].length;
  return signs + links.length * LINK_LENGTH;
}

/** Says below a text area how much of the network's limit is used. */
export class TextCounterController extends window.StimulusModule.Controller {
  static values = { limit: Number };

  connect() {
    this.counter = document.createElement("output");
    this.counter.className = "counter";
    this.element.after(this.counter);
    this.update();
  }

  disconnect() {
    this.counter.remove();
  }

  update() {
    const used = lengthOf(this.element.value.trim());
    this.counter.textContent = used ? `${used} / ${this.limitValue}` : "";
    this.counter.classList.toggle("counter--over", used > this.limitValue);
  }
}
