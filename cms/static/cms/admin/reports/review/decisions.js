import { fetchPart } from "../../chrome/fragment.js";
import { byId, cardOf, isOpen, ReviewController } from "./controller.js";

/** Sends a form and returns the server's answer: what it did, or (409) why it refused. */
export async function post(url, body) {
  const answer = await fetchPart(url, { method: "POST", body });
  if (answer.status === 404) throw new Error("vanished");
  if (!answer.ok && answer.status !== 409) throw new Error(answer.status);
  return answer.json();
}

/** Decisions about one passage or many: one after the other reaches the server, the next passage is there at once. */
export class DecisionsController extends ReviewController {
  static targets = ["form"];

  queue = Promise.resolve();

  waiting = 0;

  /** The filter that the page was loaded with, which each answer is rendered for. */
  get back() {
    return this.formTarget.elements.back.value;
  }

  submit(event) {
    event.preventDefault();
    const button = event.submitter;
    const body = new FormData(this.formTarget);
    if (button?.name) body.set(button.name, button.value);
    body.set("back", this.back);
    const card = this.kinds.cardOf(button) || cardOf(button);
    this.kinds.close({ keepsFocus: true });
    this.send(button.getAttribute("formaction"), body, card, ["accept", "skip"].includes(button.value));
  }

  /** Send a decision about `card`, or about many passages without one. With `goesOn` the next pending one is current. */
  send(url, body, card, goesOn) {
    if (card) {
      const following = goesOn ? this.cursor.pendingAfter(card) : null;
      card.dataset.state = "sending";
      card.classList.add("is-sending");
      card.setAttribute("aria-busy", "true");
      if (following) this.cursor.go(following);
    }
    this.waiting += 1;
    this.queue = this.queue.then(() => this.settle(url, body, card));
  }

  async settle(url, body, card) {
    try {
      const data = await post(url, body);
      const current = this.cursor.current;
      // Who edits another passage by now stays there.
      const mayMove = !current || current.id === card?.id || !isOpen(current);
      this.parts.apply(data);
      if (data.error) this.refused(card, data.error, mayMove);
      else this.done(card, data, mayMove);
    } catch (error) {
      this.restore(card);
      this.messages.failed(error);
    } finally {
      this.waiting -= 1;
    }
  }

  get isLast() {
    return this.waiting === 1;
  }

  refused(card, sentence, mayMove) {
    this.mark(card && byId(card.id), sentence);
    this.messages.say(sentence, true);
    if (card && mayMove && this.isLast) this.cursor.go(byId(card.id));
  }

  done(card, data, mayMove) {
    this.messages.say(data.message);
    this.messages.tell(data.told);
    const isElsewhere = data.focus && this.cursor.current?.id !== data.focus;
    if (isElsewhere && mayMove && this.isLast) this.cursor.go(byId(data.focus));
    if (data.is_done && card) this.finish();
  }

  /** Make a card pending again whose decision did not reach the server. */
  restore(card) {
    const old = card && byId(card.id);
    if (!old) return;
    old.dataset.state = "pending";
    old.classList.remove("is-sending");
    old.removeAttribute("aria-busy");
    if (this.isLast) this.cursor.go(old);
  }

  // What was refused says so where it was asked for, until the next decision about it.
  mark(card, sentence) {
    if (!card) return;
    const note = document.createElement("p");
    note.className = "passage__refused";
    note.textContent = sentence;
    (card.querySelector(".passage__draft") || card).prepend(note);
  }

  /** Everything is decided: show what comes next. */
  finish() {
    const progress = byId("progress");
    progress.tabIndex = -1;
    progress.focus({ preventScroll: true });
    progress.scrollIntoView({ block: "center" });
    this.messages.tell(progress.querySelector(".review__done")?.textContent);
  }
}
