// Confirm what cannot be undone, count as people type, and keep the sandbox timeline fresh.
document.addEventListener("submit", (event) => {
  const question = event.target.dataset.confirm;
  if (question && !window.confirm(question)) event.preventDefault();
});

const LINK = /https?:\/\/[^\s<>«»“”"]+/g;
const LINK_LENGTH = 23;

function length(text) {
  const links = text.match(LINK) || [];
  const rest = text.replace(LINK, "");
  const signs = "Segmenter" in Intl ? [...new Intl.Segmenter().segment(rest)].length : [...rest].length;
  return signs + links.length * LINK_LENGTH;
}

for (const area of document.querySelectorAll("textarea[data-limit]")) {
  const counter = document.createElement("output");
  counter.className = "counter";
  area.after(counter);
  const update = () => {
    const used = length(area.value.trim());
    counter.textContent = used ? `${used} / ${area.dataset.limit}` : "";
    counter.classList.toggle("counter--over", used > Number(area.dataset.limit));
  };
  area.addEventListener("input", update);
  update();
}

const timeline = document.getElementById("timeline");
if (timeline && timeline.dataset.newest) {
  const refresh = async () => {
    if (document.hidden) return;
    const response = await fetch(`${timeline.dataset.newest}?has=${timeline.dataset.has}`, {
      headers: { "X-Requested-With": "XMLHttpRequest" },
    }).catch(() => null);
    if (!response || response.status !== 200 || !response.headers.get("X-Signature")) return;
    timeline.dataset.has = response.headers.get("X-Signature");
    timeline.innerHTML = await response.text();
  };
  setInterval(refresh, 4000);
}
