// Shows how far reports are that are being read, and loads the page anew when one comes to its end.
import { fetchPart, fragment } from "../chrome/fragment.js";
import { poll } from "../chrome/poll.js";

const EVERY = 1500;

async function look() {
  const parts = [...document.querySelectorAll("[data-reading]")];
  const place = parts[0]?.closest("[data-readings]");
  if (!place) return;
  const query = new URLSearchParams(parts.map((part) => ["report", part.dataset.reading]));
  const answer = await fetchPart(`${place.dataset.readings}?${query}`);
  if (!answer.ok) return;
  const data = await answer.json();
  if (data.done.length) {
    location.reload();
    return;
  }
  for (const part of parts) {
    const fresh = fragment(data.parts[part.dataset.reading] || "");
    if (fresh) part.replaceWith(fresh);
  }
}

// One for the page: a list of reports has a part for each, and one request asks about all of them.
poll(look, EVERY);
