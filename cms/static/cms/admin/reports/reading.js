// Shows how far reports are that are being read, and loads the page anew when one comes to its end.
(() => {
  const look = async () => {
    const parts = [...document.querySelectorAll("[data-reading]")];
    const place = parts[0]?.closest("[data-readings]");
    if (!place || document.hidden) return;
    const query = new URLSearchParams(parts.map((part) => ["report", part.dataset.reading]));
    try {
      const answer = await fetch(`${place.dataset.readings}?${query}`, { headers: { "X-Requested-With": "fetch" } });
      if (!answer.ok) return;
      const data = await answer.json();
      if (data.done.length) return void location.reload();
      for (const part of parts) {
        const holder = document.createElement("template");
        holder.innerHTML = (data.parts[part.dataset.reading] || "").trim();
        if (holder.content.firstElementChild) part.replaceWith(holder.content.firstElementChild);
      }
    } catch {
      /* offline for a moment: the next look finds out */
    }
  };
  setInterval(look, 1500);
})();
