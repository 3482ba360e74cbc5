import { ReviewController } from "./controller.js";

/** The gaps between words at which a passage may be divided: left and right by words, up and down by sentences. */
export class SplitController extends ReviewController {
  move(event) {
    const gap = document.activeElement.closest("button");
    const gaps = [...this.element.querySelectorAll("button")];
    const place = gaps.indexOf(gap);
    if (place < 0) return;
    const sentences = gaps.filter((other) => other.classList.contains("is-sentence"));
    const moves = {
      ArrowLeft: () => gaps[place - 1],
      ArrowRight: () => gaps[place + 1],
      ArrowUp: () => sentences.findLast((other) => gaps.indexOf(other) < place),
      ArrowDown: () => sentences.find((other) => gaps.indexOf(other) > place),
      Home: () => gaps[0],
      End: () => gaps.at(-1),
    };
    if (!(event.key in moves)) return;
    event.preventDefault();
    moves[event.key]()?.focus();
  }
}
