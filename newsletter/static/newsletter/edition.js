// The page of an edition: which language or variant the frame shows, and how wide.
const frame = document.querySelector("[data-edition-frame]");
const mode = document.querySelector("[data-edition-mode]");

mode?.addEventListener("change", () => {
  const parts = mode.dataset.url.split("/");
  parts[parts.length - 2] = mode.value;
  frame.src = parts.join("/");
});

// The email stands there whole: nobody should scroll inside what is being scrolled.
const fit = () => {
  const page = frame.contentDocument?.documentElement;
  if (page) frame.style.height = `${page.querySelector("body")?.scrollHeight ?? page.scrollHeight}px`;
};
if (frame) {
  frame.addEventListener("load", fit);
  new ResizeObserver(fit).observe(frame.parentElement);
  frame.addEventListener("transitionend", fit);
  fit();
}

for (const button of document.querySelectorAll("[data-edition-width]")) {
  button.addEventListener("click", () => {
    frame.parentElement.classList.toggle("is-phone", button.dataset.editionWidth === "phone");
    for (const other of document.querySelectorAll("[data-edition-width]")) {
      other.setAttribute("aria-pressed", String(other === button));
    }
  });
}
