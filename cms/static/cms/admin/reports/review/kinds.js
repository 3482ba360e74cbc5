import { cardOf, hasModifier, ReviewController } from "./controller.js";
import { moveFocus } from "./move_focus.js";

/** The menu of the kinds that a passage may be of. There is one, which moves to the card that it is opened on. */
export class KindsController extends ReviewController {
  static targets = ["menu"];

  card = null;

  get buttons() {
    return [...this.menuTarget.querySelectorAll("button")];
  }

  /** The card that a button of the menu is about; null for any other button. */
  cardOf(button) {
    return this.menuTarget.contains(button) ? this.card : null;
  }

  click(event) {
    const link = event.target.closest("[data-kinds]");
    if (!link || hasModifier(event)) return;
    event.preventDefault();
    const card = cardOf(link);
    this.cursor.go(card, { scroll: false });
    this.open(card);
  }

  open(card) {
    this.card = card;
    const buttons = this.buttons;
    buttons.forEach((button) => {
      button.setAttribute("formaction", card.dataset.url);
      button.classList.toggle("is-on", card.classList.contains(`kind-${button.value}`));
    });
    card.querySelector(".passage__head").after(this.menuTarget);
    this.menuTarget.hidden = false;
    (buttons.find((button) => button.classList.contains("is-on")) || buttons[0]).focus();
  }

  close({ keepsFocus = false } = {}) {
    if (this.menuTarget.hidden) return;
    this.menuTarget.hidden = true;
    const before = this.card;
    this.root.append(this.menuTarget);
    this.card = null;
    if (keepsFocus) before?.focus({ preventScroll: true });
  }

  /** Close on a click elsewhere. */
  dismiss(event) {
    const menu = this.menuTarget;
    if (!menu.hidden && !menu.contains(event.target) && !event.target.closest("[data-kinds]")) this.close();
  }

  /** Choose the kind of that number for a card, without opening the menu. */
  choose(card, number) {
    const button = this.buttons[number - 1];
    if (!button) return;
    this.card = card;
    button.setAttribute("formaction", card.dataset.url);
    button.form.requestSubmit(button);
  }

  /** Act on a key where the menu has the focus. Returns whether it has. */
  press(event) {
    if (this.menuTarget.hidden || !this.menuTarget.contains(document.activeElement)) return false;
    const buttons = this.buttons;
    if (moveFocus(buttons, buttons.indexOf(document.activeElement), event)) return true;
    if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault();
      this.close({ keepsFocus: true });
      return true;
    }
    const chosen = buttons[Number(event.key) - 1];
    if (chosen) {
      event.preventDefault();
      chosen.click();
    }
    return true;
  }
}
