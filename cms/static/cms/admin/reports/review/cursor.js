import { byId, cardOf, hasModifier, ReviewController } from "./controller.js";

/** The passage that the keys act on. */
export class CursorController extends ReviewController {
  current = null;

  connect() {
    const start = this.root.querySelector("[data-passage][data-state=editing]") || byId(location.hash.slice(1));
    if (start?.matches("[data-passage]")) {
      this.go(start);
      start.querySelector("[data-focus]")?.focus();
    } else {
      this.go(this.cards.find((card) => card.dataset.state === "pending") || this.cards[0], { scroll: false });
    }
  }

  get cards() {
    return [...this.root.querySelectorAll("[data-passage]")];
  }

  go(card, { scroll = true } = {}) {
    if (!card) return;
    this.current?.classList.remove("is-current");
    this.current = card;
    card.classList.add("is-current");
    card.focus({ preventScroll: true });
    if (scroll) card.scrollIntoView({ block: "nearest" });
    this.dispatch("moved");
  }

  step(by) {
    const all = this.cards;
    const place = this.current ? all.indexOf(this.current) : -1;
    this.go(all[Math.min(Math.max(place + by, 0), all.length - 1)]);
  }

  /** The next passage below `card` that waits for a decision, or null. */
  pendingAfter(card) {
    const all = this.cards;
    return all.slice(all.indexOf(card) + 1).find((other) => other.dataset.state === "pending") || null;
  }

  /** Put `fresh` in the place of `old`, with its focus. */
  swap(old, fresh) {
    const hadFocus = old.contains(document.activeElement);
    old.replaceWith(fresh);
    if (this.current === old) {
      this.current = fresh;
      fresh.classList.add("is-current");
    }
    if (hadFocus && fresh.matches("[data-passage]")) fresh.focus({ preventScroll: true });
  }

  remove(card) {
    if (!card) return;
    const isHere = card === this.current;
    const before = card.previousElementSibling?.matches("[data-passage]") ? card.previousElementSibling : null;
    card.remove();
    if (isHere) this.go(before || this.cards[0]);
  }

  click(event) {
    if (hasModifier(event)) return;
    const card = cardOf(event.target);
    if (!card || card === this.current) return;
    if (event.target.closest("a, button, input, textarea, select, label, summary")) return;
    this.go(card, { scroll: false });
  }
}
