import { fetchPart, fragment } from "../../chrome/fragment.js";
import { cardOf, hasModifier, ReviewController } from "./controller.js";
import { moveFocus } from "./move_focus.js";

const TYPING_PAUSE = 120;

/** Whose words a passage holds: people are searched as one types and chosen by mouse or keys. */
export class PeopleController extends ReviewController {
  static targets = ["query", "list"];

  static values = { panelUrl: String, searchUrl: String };

  asked = 0;

  search() {
    const query = this.queryTarget.value;
    const turn = ++this.asked;
    setTimeout(() => this.find(query, turn), TYPING_PAUSE);
  }

  async find(query, turn) {
    if (turn !== this.asked) return;
    try {
      const answer = await fetchPart(`${this.searchUrlValue}?${new URLSearchParams({ contributor: "", q: query })}`);
      if (!answer.ok || turn !== this.asked) return;
      const found = fragment(await answer.text());
      this.listTarget.replaceWith(found);
      this.messages.tell(found.dataset.count);
    } catch {
      // Offline for a moment: what was found before stays.
    }
  }

  /** Open the panel anew for the person that was chosen, or for none. */
  choose(event) {
    const link = event.target.closest("[data-choose]");
    if (!link || hasModifier(event)) return;
    event.preventDefault();
    const card = cardOf(link);
    const query = new URLSearchParams({ contributor: link.dataset.choose });
    const typed = this.hasQueryTarget && this.queryTarget.value;
    if (typed) query.set("q", typed);
    this.panels.load(card, `${this.panelUrlValue}?${query}`, card.cardBefore);
  }

  press(event) {
    if (!this.hasQueryTarget) return;
    const people = [...this.listTarget.querySelectorAll("a")];
    const place = people.indexOf(document.activeElement);
    if (document.activeElement === this.queryTarget) {
      const isEnter = event.key === "Enter" && !event.ctrlKey && !event.metaKey;
      if (event.key !== "ArrowDown" && !isEnter) return;
      event.preventDefault();
      if (isEnter) people[0]?.click();
      else people[0]?.focus();
    } else if (event.key === "ArrowUp" && place === 0) {
      event.preventDefault();
      this.queryTarget.focus();
    } else if (place >= 0) {
      moveFocus(people, place, event);
    }
  }
}
