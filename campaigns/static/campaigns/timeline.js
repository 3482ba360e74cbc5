import { fetchPart } from "../cms/admin/chrome/fragment.js";
import { poll } from "../cms/admin/chrome/poll.js";

const EVERY = 4000;

/** Keeps the sandbox network's timeline fresh. */
export class TimelineController extends window.StimulusModule.Controller {
  static values = { url: String, has: String };

  connect() {
    this.stop = poll(() => this.look(), EVERY);
  }

  disconnect() {
    this.stop();
  }

  async look() {
    const answer = await fetchPart(`${this.urlValue}?has=${this.hasValue}`);
    const signature = answer.headers.get("X-Signature");
    if (answer.status !== 200 || !signature) return;
    this.hasValue = signature;
    this.element.innerHTML = await answer.text();
  }
}
