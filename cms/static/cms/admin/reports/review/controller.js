/** The passage that `element` is in, as a card or as an open panel. */
export const cardOf = (element) => element?.closest?.("[data-passage]") || null;

/** Whether the passage is open as a panel. */
export const isOpen = (card) => card?.dataset.state === "editing";

export const byId = (id) => document.getElementById(id);

export const hasModifier = (event) => event.ctrlKey || event.metaKey || event.shiftKey;

/**
 * One concern of the review screen. Most of them sit on the screen's root and reach each other by name.
 *
 * A report has hundreds of cards and each is replaced when it changes. So the root listens for what happens in them,
 * and cards carry no actions of their own.
 */
export class ReviewController extends window.StimulusModule.Controller {
  get root() {
    return this.element.closest("[data-review]");
  }

  get cursor() {
    return this.sibling("cursor");
  }

  get decisions() {
    return this.sibling("decisions");
  }

  get kinds() {
    return this.sibling("kinds");
  }

  get messages() {
    return this.sibling("messages");
  }

  get panels() {
    return this.sibling("panels");
  }

  get parts() {
    return this.sibling("parts");
  }

  sibling(name) {
    return this.application.getControllerForElementAndIdentifier(this.root, `review-${name}`);
  }
}
