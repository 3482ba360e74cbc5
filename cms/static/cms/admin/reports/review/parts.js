import { fragment } from "../../chrome/fragment.js";
import { byId, isOpen, ReviewController } from "./controller.js";

/** The parts of the screen that the server sends anew: cards, progress, filters, rows of the outline. */
export class PartsController extends ReviewController {
  // The version of each card that the page has, so that the next poll does not bring it again.
  known = new Map();

  /** Put each part of an answer in its place. Returns the ids of the cards that are new or other than they were. */
  apply(data, keepsOpen = true) {
    const changed = [];
    for (const id of data.gone || []) this.cursor.remove(byId(id));
    for (const [id, html] of Object.entries(data.parts)) {
      const fresh = fragment(html);
      if (fresh.matches("[data-passage]")) {
        if (this.applyCard(id, fresh, data.order, keepsOpen)) changed.push(id);
      } else {
        this.applyOther(id, fresh);
      }
    }
    for (const [key, order] of Object.entries(data.order || {})) this.removeOthers(byId(key), order);
    return changed;
  }

  applyCard(id, fresh, order, keepsOpen) {
    this.known.set(id, fresh.dataset.version);
    const old = byId(id);
    if (!old) {
      this.place(fresh, order);
      return true;
    }
    const isNewer = old.dataset.version !== fresh.dataset.version;
    if (!isNewer && old.dataset.state === fresh.dataset.state) return false;
    if (!(keepsOpen && isOpen(old))) this.cursor.swap(old, fresh);
    return isNewer;
  }

  applyOther(id, fresh) {
    const old = byId(id);
    if (!old) return;
    if (id === "filters") this.keepFilter(old, fresh);
    if (old.classList.contains("is-here")) fresh.classList.add("is-here");
    this.cursor.swap(old, fresh);
  }

  /** Insert a new card after the one that comes before it under its title. */
  place(fresh, order) {
    const [key, ids] = Object.entries(order || {}).find(([, list]) => list.includes(fresh.id)) || [];
    const section = key && byId(key);
    if (!section) return;
    const before = ids.slice(0, ids.indexOf(fresh.id)).reverse().map(byId).find(Boolean);
    (before || section.querySelector(".section__head")).after(fresh);
  }

  removeOthers(section, order) {
    section?.querySelectorAll(":scope > [data-passage]").forEach((card) => {
      if (!order.includes(card.id)) this.cursor.remove(card);
    });
  }

  // The filter that was chosen when the page was loaded stays chosen.
  keepFilter(old, fresh) {
    const isFiltered = location.search.includes("kind=") || location.search.includes("state=");
    if (!isFiltered) return;
    const on = [...old.querySelectorAll(".chip.is-on")].map((chip) => chip.getAttribute("href"));
    fresh.querySelectorAll(".chip").forEach((chip, index) => {
      const before = old.querySelectorAll(".chip")[index];
      chip.classList.toggle("is-on", on.includes(before?.getAttribute("href")));
      if (before) chip.setAttribute("href", before.getAttribute("href"));
    });
  }
}
