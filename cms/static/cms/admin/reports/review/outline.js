import { byId, hasModifier, ReviewController } from "./controller.js";

const MARGIN = 40;

/** The report's titles: beside the passages on a wide screen, folded above them on a narrow one. */
export class OutlineController extends ReviewController {
  static targets = ["here"];

  wide = window.matchMedia("(min-width: 100rem)");

  connect() {
    this.element.open = this.wide.matches;
    this.show();
  }

  /** Mark the title that the current passage stands under. */
  show() {
    const section = this.cursor.current?.closest(".section");
    const key = section?.id.split("-")[0];
    this.element.querySelector("li.is-here")?.classList.remove("is-here");
    const row = key && byId(`${key}-row`);
    row?.classList.add("is-here");
    this.hereTarget.textContent = section?.querySelector("h2").textContent || "";
    if (row && this.wide.matches && this.element.open) this.keepInSight(row);
  }

  // Scrolls only the outline: scrollIntoView() would move the page as well.
  keepInSight(row) {
    const [inside, around] = [row.getBoundingClientRect(), this.element.getBoundingClientRect()];
    if (inside.top < around.top) this.element.scrollTop -= around.top - inside.top + MARGIN;
    if (inside.bottom > around.bottom) this.element.scrollTop += inside.bottom - around.bottom + MARGIN;
  }

  follow(event) {
    if (!hasModifier(event) && event.target.closest("a") && !this.wide.matches) this.element.open = false;
  }
}
