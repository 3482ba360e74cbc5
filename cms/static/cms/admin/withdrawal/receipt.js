// A receipt brings itself up to date while something is on its way. Without this script a reload does.
import { fetchPart, fragment } from "../chrome/fragment.js";
import { poll } from "../chrome/poll.js";

const EVERY = 4000;

class ReceiptController extends window.StimulusModule.Controller {
  static values = { pending: Number };

  connect() {
    if (this.pendingValue) this.stop = poll(() => this.look(), EVERY);
  }

  disconnect() {
    this.stop?.();
  }

  async look() {
    const answer = await fetchPart(window.location.href);
    if (answer.ok) this.element.replaceWith(fragment(await answer.text()));
  }
}

window.wagtail.app.register("receipt", ReceiptController);
