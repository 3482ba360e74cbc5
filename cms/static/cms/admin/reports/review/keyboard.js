import { cardOf, isOpen, ReviewController } from "./controller.js";

/** The review by keys. A card's own are named where they are: `data-key` on its buttons and links. */
export class KeyboardController extends ReviewController {
  static targets = ["help", "dialog"];

  /** The button that shows the keys is of use only with this script. */
  helpTargetConnected(button) {
    button.hidden = false;
  }

  help() {
    this.dialogTarget.showModal();
  }

  press(event) {
    const card = cardOf(document.activeElement) || this.cursor.current;
    if (this.dialogTarget.open || event.defaultPrevented || this.kinds.press(event)) return;
    if (isOpen(card) && card.contains(document.activeElement)) {
      this.pressInPanel(card, event);
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("input, textarea, select, [contenteditable]")) return;
    if (card && card !== this.cursor.current) this.cursor.go(card, { scroll: false });
    if (this.move(event) || (card && !event.repeat && this.act(card, event.key.toLowerCase()))) event.preventDefault();
  }

  pressInPanel(panel, event) {
    if (event.key === "Escape" && this.panels.cancel(panel)) event.preventDefault();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      const primary = panel.querySelector("[data-primary]");
      event.preventDefault();
      if (primary) primary.form.requestSubmit(primary);
    }
  }

  move(event) {
    const key = event.key.toLowerCase();
    if (key === "j" || key === "arrowdown") this.cursor.step(1);
    else if (key === "k" || key === "arrowup") this.cursor.step(-1);
    else if (key === "?") this.help();
    else return false;
    return true;
  }

  /** Returns whether the key meant something for the card. */
  act(card, key) {
    if (/^[1-9]$/.test(key)) {
      if (card.dataset.state === "pending") this.kinds.choose(card, Number(key));
      return true;
    }
    const target = /^[a-z]$/.test(key) && card.querySelector(`[data-key~="${key}"]`);
    if (!target || card.dataset.state === "sending") return false;
    if (target.form) target.form.requestSubmit(target);
    else target.click();
    return true;
  }
}
