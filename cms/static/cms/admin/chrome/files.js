// A file field says in the interface's language what its button does and which file was chosen: the browser's own
// button speaks the browser's language. The field itself stays, invisible, over the button and its whole drop zone,
// so that clicking, the keyboard and dropping a file go on working as the browser does them.
const words = document.querySelector("script[data-choose-file]").dataset;

function dress(input) {
  const frame = document.createElement("span");
  frame.className = "cosecha-file";
  const button = document.createElement("span");
  button.className = "button button-secondary";
  button.textContent = words.chooseFile;
  const name = document.createElement("span");
  name.className = "cosecha-file__name";
  const face = document.createElement("span");
  face.className = "cosecha-file__face";
  face.ariaHidden = "true";
  face.append(button, name);
  const waiting = document.createElement("span");
  waiting.className = "cosecha-file__waiting";
  waiting.role = "status";
  input.replaceWith(frame);
  frame.append(input, face, waiting);

  const zone = frame.closest(".harvest__drop") ?? frame;
  const tell = () => {
    name.textContent = [...input.files].map((file) => file.name).join(", ") || words.noFile;
    input.title = name.textContent;
    zone.classList.toggle("has-file", input.files.length > 0);
  };
  for (const over of ["dragenter", "dragover"]) zone.addEventListener(over, () => zone.classList.add("is-over"));
  for (const gone of ["dragleave", "drop"]) zone.addEventListener(gone, () => zone.classList.remove("is-over"));
  input.addEventListener("change", tell);
  input.form?.addEventListener("reset", () => setTimeout(tell));
  // Files are read one or two at a time, so that the answer may take a while.
  input.form?.addEventListener("submit", () => {
    waiting.textContent = input.files.length > 0 ? words.preparing : "";
  });
  tell();
}

// Wagtail's uploads of many files at once have a button and a drop zone of their own.
const PLAIN = "input[type=file]:not(.cosecha-file > *, .replace-file-input *)";
const dressAll = (root) => root.querySelectorAll(PLAIN).forEach(dress);

dressAll(document);
new MutationObserver((changes) => {
  for (const node of changes.flatMap((change) => [...change.addedNodes])) {
    if (node.nodeType === Node.ELEMENT_NODE) dressAll(node.parentElement ?? node);
  }
}).observe(document.body, { childList: true, subtree: true });
