import { fetchPart, fragment } from "../../chrome/fragment.js";
import { byId, cardOf, hasModifier, ReviewController } from "./controller.js";
import { post } from "./decisions.js";

const TALLEST = 480;

/** Panels that open in the place of a card: editing, dividing, whose words. */
export class PanelsController extends ReviewController {
  click(event) {
    if (hasModifier(event)) return;
    const link = event.target.closest("[data-open], [data-cancel]");
    if (!link) return;
    const card = cardOf(link);
    // A panel that came with the page has no card to go back to: the link leads to the page without it.
    if (link.matches("[data-cancel]") && !this.cancel(card)) return;
    event.preventDefault();
    if (link.matches("[data-open]")) this.load(card, link.dataset.open);
  }

  submit(event) {
    if (!event.target.matches("[data-panel]") || event.submitter?.matches(".for-no-script")) return;
    event.preventDefault();
    this.send(event.target, event.submitter);
  }

  /** Fetch a panel and put it in the place of `card`; cancelling it brings back `before`. */
  async load(card, url, before = card) {
    if (card.dataset.loading) return;
    card.dataset.loading = "1";
    try {
      const answer = await fetchPart(url);
      if (answer.status === 404) throw new Error("vanished");
      if (!answer.ok) throw new Error(answer.status);
      const panel = fragment(await answer.text());
      if (card.isConnected) this.open(card, panel, before);
    } catch (error) {
      this.messages.failed(error);
    } finally {
      delete card.dataset.loading;
    }
  }

  open(card, panel, before = card) {
    panel.cardBefore = before;
    card.replaceWith(panel);
    this.cursor.go(panel, { scroll: false });
    panel.querySelectorAll("textarea").forEach((text) => {
      if (text.scrollHeight) text.style.height = `${Math.min(text.scrollHeight + 4, TALLEST)}px`;
    });
    panel.scrollIntoView({ block: "nearest" });
    const first = panel.querySelector(".errorlist, [aria-invalid]") || panel.querySelector("[data-focus]");
    first?.focus();
    if (first?.select && first.type !== "radio") first.setSelectionRange?.(first.value.length, first.value.length);
  }

  /** Close a panel without saving. Returns whether there was a card to go back to. */
  cancel(panel) {
    if (!panel.cardBefore) return false;
    panel.replaceWith(panel.cardBefore);
    this.cursor.go(panel.cardBefore);
    return true;
  }

  async send(form, button) {
    const body = new FormData(form);
    if (button?.name) body.set(button.name, button.value);
    body.set("back", this.decisions.back);
    if (form.dataset.busy) return;
    form.dataset.busy = "1";
    try {
      this.settle(cardOf(form), await post(button?.getAttribute("formaction") || form.getAttribute("action"), body));
    } catch (error) {
      this.messages.failed(error);
    } finally {
      delete form.dataset.busy;
    }
  }

  settle(card, data) {
    if (data.panel) {
      this.open(card, fragment(data.panel), card.cardBefore);
      this.messages.tell(data.error);
      return;
    }
    if (data.error) {
      this.messages.say(data.error, true);
      return;
    }
    this.parts.apply(data, false);
    const fresh = byId(card.id);
    this.messages.tell(data.told);
    this.cursor.go(data.focus ? byId(data.focus) : this.cursor.pendingAfter(fresh) || fresh);
    if (data.is_done && !data.focus) this.decisions.finish();
  }
}
