import { fetchPart } from "../../chrome/fragment.js";
import { poll } from "../../chrome/poll.js";
import { ReviewController } from "./controller.js";

const EVERY = 8000;
const MANY = 50;

/** What colleagues decide in the same report meanwhile. */
export class ChangesController extends ReviewController {
  static values = { url: String, since: String, one: String, many: String };

  connect() {
    this.stop = poll(() => this.look(), EVERY);
  }

  disconnect() {
    this.stop();
  }

  async look() {
    if (this.decisions.waiting) return;
    const has = [...this.parts.known].map(([id, version]) => ["has", `${id.slice(1)}:${version}`]);
    const query = new URLSearchParams([["since", this.sinceValue], ...has.slice(-MANY)]);
    const answer = await fetchPart(`${this.urlValue}?${query}`);
    if (!answer.ok || this.decisions.waiting) return;
    const data = await answer.json();
    this.sinceValue = data.now;
    this.announce(this.parts.apply(data), data.who);
  }

  announce(changed, who) {
    if (!changed.length) return;
    const names = [...new Set(changed.map((id) => who?.[id]).filter(Boolean))];
    this.messages.say(names.length === 1 ? this.oneValue.replace("%s", names[0]) : this.manyValue);
  }
}
