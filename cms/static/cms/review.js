// The review screen by keyboard and without leaving the page. Without this script every form still works by itself.
(() => {
  const root = document.querySelector("[data-review]");
  if (!root) return;
  const toast = root.querySelector("[data-toast]");
  const dialog = root.querySelector("[data-help-dialog]");
  const narrow = window.matchMedia("(max-width: 60rem)");
  let now = root.dataset.now;
  let current = null;
  let busy = false;

  const cards = () => [...root.querySelectorAll("[data-passage]")];
  const cardOf = (element) => element.closest("[data-passage]");
  const say = (text, isError = false) => {
    if (!text) return;
    toast.textContent = text;
    toast.classList.toggle("is-error", isError);
    toast.classList.add("is-shown");
    clearTimeout(say.timer);
    say.timer = setTimeout(() => toast.classList.remove("is-shown"), isError ? 7000 : 3000);
  };

  // Scrolls only the outline: scrollIntoView() would move the page as well.
  const keepInSight = (row) => {
    const outline = root.querySelector("[data-outline]");
    const [inside, around] = [row.getBoundingClientRect(), outline.getBoundingClientRect()];
    if (inside.top < around.top) outline.scrollTop -= around.top - inside.top + 40;
    if (inside.bottom > around.bottom) outline.scrollTop += inside.bottom - around.bottom + 40;
  };

  const go = (card, { scroll = true } = {}) => {
    if (!card) return;
    current?.classList.remove("is-current");
    current = card;
    card.classList.add("is-current");
    card.focus({ preventScroll: true });
    if (scroll) card.scrollIntoView({ block: "nearest" });
    const section = card.closest(".section");
    root.querySelectorAll(".outline li.is-here").forEach((row) => row.classList.remove("is-here"));
    const row = section && root.querySelector(`.outline a[href="#${section.id}"]`)?.parentElement;
    row?.classList.add("is-here");
    if (row && !narrow.matches) keepInSight(row);
  };

  const step = (by) => {
    const all = cards();
    const place = current ? all.findIndex((card) => card.id === current.id) : -1;
    go(all[Math.min(Math.max(place + by, 0), all.length - 1)]);
  };

  const nextWaiting = (after) => {
    const all = cards();
    const place = all.findIndex((card) => card.id === after);
    return all.slice(place + 1).find((card) => card.dataset.state === "pending") || document.getElementById(after);
  };

  const element = (html) => {
    const holder = document.createElement("template");
    holder.innerHTML = html.trim();
    return holder.content.firstElementChild;
  };

  const replace = (parts, keepsEditing) => {
    for (const [id, html] of Object.entries(parts)) {
      const old = document.getElementById(id);
      if (!old || (keepsEditing && old.dataset.state === "editing")) continue;
      const fresh = element(html);
      if (old.matches("[data-outline]")) {
        fresh.open = old.open;
        const top = old.scrollTop;
        old.replaceWith(fresh);
        fresh.scrollTop = top;
        continue;
      }
      old.replaceWith(fresh);
      if (current?.id === id) current = fresh;
    }
  };

  const send = async (form, button) => {
    if (busy) return;
    busy = true;
    const card = cardOf(form);
    const body = new FormData(form);
    if (button?.name) body.set(button.name, button.value);
    try {
      const answer = await fetch(form.getAttribute("action"), { method: "POST", body, headers: { "X-Requested-With": "fetch" } });
      if (!answer.ok && answer.status !== 409) throw new Error(answer.status);
      const data = await answer.json();
      const isRefusedEdit = data.error && form.matches("[data-edit-form]");
      replace(data.parts, isRefusedEdit);
      say(data.error || data.message, Boolean(data.error));
      if (card && !isRefusedEdit) {
        const stays = ["undo", "edit"].includes(button?.value) || data.error;
        go(stays ? document.getElementById(card.id) : nextWaiting(card.id));
      }
      if (data.is_done) root.querySelector("#progress").scrollIntoView({ block: "center" });
    } catch {
      say(root.dataset.failed, true);
    } finally {
      busy = false;
    }
  };

  const edit = async (card) => {
    const link = card.querySelector("[data-edit]");
    if (!link || busy) return;
    try {
      const answer = await fetch(card.dataset.form, { headers: { "X-Requested-With": "fetch" } });
      if (!answer.ok) throw new Error(answer.status);
      const form = element(await answer.text());
      form.before_ = card;
      card.replaceWith(form);
      go(form);
      const text = form.querySelector("textarea");
      text.style.height = `${Math.min(text.scrollHeight + 4, 480)}px`;
      text.focus();
    } catch {
      say(root.dataset.failed, true);
    }
  };

  const cancel = (form) => {
    if (!form.before_) return false;
    form.replaceWith(form.before_);
    go(form.before_);
    return true;
  };

  root.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-decide]")) return;
    event.preventDefault();
    send(event.target, event.submitter);
  });

  root.addEventListener("click", (event) => {
    const link = event.target.closest("[data-edit], [data-cancel]");
    if (link && !event.ctrlKey && !event.metaKey) {
      const card = cardOf(link);
      if (link.matches("[data-edit]")) { event.preventDefault(); edit(card); }
      else if (cancel(card)) event.preventDefault();
      return;
    }
    const card = cardOf(event.target);
    if (card && !event.target.closest("a, button, input, textarea, label, summary")) go(card, { scroll: false });
    if (event.target.closest(".outline a") && narrow.matches) root.querySelector("[data-outline]").open = false;
  });

  document.addEventListener("keydown", (event) => {
    const card = cardOf(document.activeElement) || current;
    if (card?.dataset.state === "editing" && card.contains(document.activeElement)) {
      if (event.key === "Escape" && cancel(card)) event.preventDefault();
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        card.querySelector("form").requestSubmit(card.querySelector("[data-primary]"));
      }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || dialog.open) return;
    if (event.target.matches("input, textarea, select, [contenteditable]")) return;
    const key = event.key.toLowerCase();
    if (card && card !== current) go(card, { scroll: false });
    if (key === "j" || key === "arrowdown") step(1);
    else if (key === "k" || key === "arrowup") step(-1);
    else if (key === "?") dialog.showModal();
    else if (card && !event.repeat && ["a", "s", "e", "u"].includes(key)) {
      go(card);
      const target = card.querySelector(`[data-key~="${key}"]`);
      if (!target) return;
      if (key === "e") edit(card);
      else target.form.requestSubmit(target);
    } else return;
    event.preventDefault();
  });

  const help = root.querySelector("[data-help]");
  help.hidden = false;
  help.addEventListener("click", () => dialog.showModal());
  if (narrow.matches) root.querySelector("[data-outline]").open = false;

  const start = document.getElementById(location.hash.slice(1));
  if (start?.matches("[data-passage]")) go(start);
  else go(cards().find((card) => card.dataset.state === "pending"), { scroll: false });

  setInterval(async () => {
    if (document.hidden || busy) return;
    try {
      const answer = await fetch(`${root.dataset.changes}?since=${encodeURIComponent(now)}`);
      if (!answer.ok) return;
      const data = await answer.json();
      now = data.now;
      const theirs = Object.entries(data.parts).some(([id, html]) => {
        const card = document.getElementById(id);
        return card?.matches("[data-passage]") && card.dataset.state !== element(html).dataset.state;
      });
      replace(data.parts, true);
      if (theirs) say(root.dataset.others);
    } catch { /* offline for a moment: the next look finds what was missed */ }
  }, 8000);
})();
