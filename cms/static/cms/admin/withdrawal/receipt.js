/* A receipt brings itself up to date while something is on its way, and prints. Without this script a reload does. */
(() => {
  const EVERY = 4000;
  document.querySelector("[data-print]")?.addEventListener("click", () => window.print());

  const bringUpToDate = async () => {
    const copies = document.querySelector("[data-receipt-copies]");
    if (!copies || copies.dataset.pending === "0") return;
    if (!document.hidden) {
      try {
        const answer = await fetch(window.location.href, { headers: { "X-Requested-With": "fetch" } });
        if (answer.ok) {
          const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
          copies.replaceWith(fresh.querySelector("[data-receipt-copies]"));
        }
      } catch {
        /* The connection is away for a moment: the next turn asks again. */
      }
    }
    window.setTimeout(bringUpToDate, EVERY);
  };
  window.setTimeout(bringUpToDate, EVERY);
})();
