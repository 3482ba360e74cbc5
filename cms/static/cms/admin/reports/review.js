// The review screen by keyboard and without leaving the page. Without this script every form still works by itself.
(() => {
  const root = document.querySelector("[data-review]");
  if (!root) return;
  const toast = root.querySelector("[data-toast]");
  const heard = root.querySelector("[data-heard]");
  const dialog = root.querySelector("[data-help-dialog]");
  const decide = root.querySelector("#decide");
  const outline = root.querySelector("[data-outline]");
  const wide = window.matchMedia("(min-width: 100rem)");
  const panels = window.reviewPanels(root);
  // What this page already has, so that the next look at others' decisions does not bring it again.
  const known = new Map();
  let now = root.dataset.now;
  let current = null;
  let going = Promise.resolve();
  let waiting = 0;

  const byId = (id) => document.getElementById(id);
  const cards = () => [...root.querySelectorAll("[data-passage]")];
  const cardOf = (element) => element?.closest?.("[data-passage]") || null;
  const isOpen = (card) => card?.dataset.state === "editing";

  const say = (text, isError = false) => {
    if (!text) return;
    toast.textContent = text;
    toast.classList.toggle("is-error", isError);
    toast.classList.add("is-shown");
    clearTimeout(say.timer);
    say.timer = setTimeout(() => toast.classList.remove("is-shown"), isError ? 8000 : 3500);
  };
  const tell = (text) => {
    if (text) heard.textContent = text;
  };

  // Scrolls only the outline: scrollIntoView() would move the page as well.
  const keepInSight = (row) => {
    const [inside, around] = [row.getBoundingClientRect(), outline.getBoundingClientRect()];
    if (inside.top < around.top) outline.scrollTop -= around.top - inside.top + 40;
    if (inside.bottom > around.bottom) outline.scrollTop += inside.bottom - around.bottom + 40;
  };

  const showPlace = (card) => {
    const section = card.closest(".section");
    const key = section?.id.split("-")[0];
    root.querySelector(".outline li.is-here")?.classList.remove("is-here");
    const row = key && byId(`${key}-row`);
    row?.classList.add("is-here");
    outline.querySelector("[data-here]").textContent = section?.querySelector("h2").textContent || "";
    if (row && wide.matches && outline.open) keepInSight(row);
  };

  const go = (card, { scroll = true } = {}) => {
    if (!card) return;
    current?.classList.remove("is-current");
    current = card;
    card.classList.add("is-current");
    card.focus({ preventScroll: true });
    if (scroll) card.scrollIntoView({ block: "nearest" });
    showPlace(card);
  };

  const step = (by) => {
    const all = cards();
    const place = current ? all.indexOf(current) : -1;
    go(all[Math.min(Math.max(place + by, 0), all.length - 1)]);
  };

  const nextWaiting = (card) => {
    const all = cards();
    const place = all.indexOf(card);
    return all.slice(place + 1).find((other) => other.dataset.state === "pending") || null;
  };

  const element = (html) => {
    const holder = document.createElement("template");
    holder.innerHTML = html.trim();
    return holder.content.firstElementChild;
  };

  const swap = (old, fresh) => {
    const hadFocus = old.contains(document.activeElement);
    old.replaceWith(fresh);
    if (current === old) {
      current = fresh;
      fresh.classList.add("is-current");
    }
    if (hadFocus && fresh.matches("[data-passage]")) fresh.focus({ preventScroll: true });
  };

  // Answers the ids of the cards that are new or other than they were.
  const apply = (data, keepsOpen = true) => {
    const replaced = [];
    for (const id of data.gone || []) remove(byId(id));
    for (const [id, html] of Object.entries(data.parts)) {
      const old = byId(id);
      const fresh = element(html);
      const isCard = fresh.matches("[data-passage]");
      if (isCard) known.set(id, fresh.dataset.version);
      if (isCard && !old) place(fresh, data.order);
      if (isCard && (!old || old.dataset.version !== fresh.dataset.version)) replaced.push(id);
      if (
        !old ||
        (isCard && old.dataset.version === fresh.dataset.version && old.dataset.state === fresh.dataset.state)
      )
        continue;
      if (keepsOpen && isOpen(old)) continue;
      if (id === "filters") keepFilter(old, fresh);
      if (old.classList.contains("is-here")) fresh.classList.add("is-here");
      swap(old, fresh);
    }
    for (const [key, order] of Object.entries(data.order || {})) {
      byId(key)
        ?.querySelectorAll(":scope > [data-passage]")
        .forEach((card) => {
          if (!order.includes(card.id)) remove(card);
        });
    }
    return replaced;
  };

  const place = (fresh, order) => {
    const [key, ids] = Object.entries(order || {}).find(([, list]) => list.includes(fresh.id)) || [];
    const section = key && byId(key);
    if (!section) return;
    const before = ids.slice(0, ids.indexOf(fresh.id)).reverse().map(byId).find(Boolean);
    (before || section.querySelector(".section__head")).after(fresh);
  };

  const remove = (card) => {
    if (!card) return;
    const isHere = card === current;
    const other = card.previousElementSibling?.matches("[data-passage]") ? card.previousElementSibling : null;
    card.remove();
    if (isHere) go(other || cards()[0]);
  };

  // The filter that was chosen when the page was loaded stays chosen.
  const keepFilter = (old, fresh) => {
    const on = [...old.querySelectorAll(".chip.is-on")].map((chip) => chip.getAttribute("href"));
    const isFiltered = location.search.includes("kind=") || location.search.includes("state=");
    if (!isFiltered) return;
    fresh.querySelectorAll(".chip").forEach((chip, index) => {
      const before = old.querySelectorAll(".chip")[index];
      chip.classList.toggle("is-on", on.includes(before?.getAttribute("href")));
      if (before) chip.setAttribute("href", before.getAttribute("href"));
    });
  };

  const request = async (url, body) => {
    const answer = await fetch(url, { method: "POST", body, headers: { "X-Requested-With": "fetch" } });
    if (answer.status === 404) throw new Error("vanished");
    if (!answer.ok && answer.status !== 409) throw new Error(answer.status);
    return answer.json();
  };

  const failed = (error) => say(error.message === "vanished" ? root.dataset.vanished : root.dataset.failed, true);

  // One decision after the other reaches the server; the next passage is there at once.
  const send = (url, body, card, goesOn) => {
    body.set("back", decide.elements.back.value);
    const following = card && goesOn ? nextWaiting(card) : null;
    if (card) {
      card.dataset.state = "sending";
      card.classList.add("is-sending");
      card.setAttribute("aria-busy", "true");
      if (following) go(following);
    }
    waiting += 1;
    going = going.then(async () => {
      try {
        const data = await request(url, body);
        const isHere = !current || current.id === card?.id || !isOpen(current);
        apply(data, true);
        if (data.error) {
          mark(card && byId(card.id), data.error);
          say(data.error, true);
          if (card && isHere && waiting === 1) go(byId(card.id));
        } else {
          say(data.message);
          tell(data.told);
          if (data.focus && current?.id !== data.focus && isHere && waiting === 1) go(byId(data.focus));
          if (data.is_done && goesOn !== null) finish();
        }
      } catch (error) {
        const old = card && byId(card.id);
        if (old) {
          old.dataset.state = "pending";
          old.classList.remove("is-sending");
          old.removeAttribute("aria-busy");
          if (waiting === 1) go(old);
        }
        failed(error);
      } finally {
        waiting -= 1;
      }
    });
    return going;
  };

  const finish = () => {
    const told = root.querySelector("#progress");
    told.tabIndex = -1;
    told.focus({ preventScroll: true });
    told.scrollIntoView({ block: "center" });
    tell(told.querySelector(".review__done")?.textContent);
  };

  // What was refused says so where it was asked for, until the next decision about it.
  const mark = (card, sentence) => {
    if (!card) return;
    const note = document.createElement("p");
    note.className = "passage__refused";
    note.textContent = sentence;
    (card.querySelector(".passage__draft") || card).prepend(note);
  };

  const sendPanel = async (form, button) => {
    const card = cardOf(form);
    const body = new FormData(form);
    if (button?.name) body.set(button.name, button.value);
    body.set("back", decide.elements.back.value);
    const url = button?.getAttribute("formaction") || form.getAttribute("action");
    if (form.dataset.busy) return;
    form.dataset.busy = "1";
    try {
      const data = await request(url, body);
      if (data.panel) {
        open(card, element(data.panel), card.cardBefore);
        tell(data.error);
        return;
      }
      if (data.error) {
        say(data.error, true);
        return;
      }
      apply(data, false);
      const fresh = byId(card.id);
      tell(data.told);
      go(data.focus ? byId(data.focus) : nextWaiting(fresh) || fresh);
      if (data.is_done && !data.focus) finish();
    } catch (error) {
      failed(error);
    } finally {
      delete form.dataset.busy;
    }
  };

  const open = (card, panel, before = card) => {
    panel.cardBefore = before;
    card.replaceWith(panel);
    go(panel, { scroll: false });
    panel.querySelectorAll("textarea").forEach((text) => {
      if (text.scrollHeight) text.style.height = `${Math.min(text.scrollHeight + 4, 480)}px`;
    });
    panel.scrollIntoView({ block: "nearest" });
    const first = panel.querySelector(".errorlist, [aria-invalid]") || panel.querySelector("[data-focus]");
    first?.focus();
    if (first?.select && first.type !== "radio") first.setSelectionRange?.(first.value.length, first.value.length);
  };

  const load = async (card, url, before = card) => {
    if (card.dataset.loading) return;
    card.dataset.loading = "1";
    try {
      const answer = await fetch(url, { headers: { "X-Requested-With": "fetch" } });
      if (answer.status === 404) throw new Error("vanished");
      if (!answer.ok) throw new Error(answer.status);
      const panel = element(await answer.text());
      if (card.isConnected) open(card, panel, before);
    } catch (error) {
      failed(error);
    } finally {
      delete card.dataset.loading;
    }
  };

  const cancel = (panel) => {
    if (!panel.cardBefore) return false;
    panel.replaceWith(panel.cardBefore);
    go(panel.cardBefore);
    return true;
  };

  root.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (event.target.matches("[data-panel]")) {
      if (button?.matches(".for-no-script")) return;
      event.preventDefault();
      sendPanel(event.target, button);
    } else if (event.target === decide) {
      event.preventDefault();
      const body = new FormData(decide);
      if (button?.name) body.set(button.name, button.value);
      const card = panels.kindsOf(button) || cardOf(button);
      panels.closeKinds({ keepsFocus: true });
      const goesOn = card
        ? ["accept", "skip"].includes(button.value)
        : !button.closest(".section__tools")
          ? false
          : null;
      send(button.getAttribute("formaction"), body, card, card ? goesOn : null);
    }
  });

  root.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    const link = event.target.closest("[data-open], [data-cancel], [data-choose], [data-kinds]");
    if (link) {
      const card = cardOf(link);
      if (link.matches("[data-cancel]") && !cancel(card)) return;
      event.preventDefault();
      if (link.matches("[data-kinds]")) {
        go(card, { scroll: false });
        panels.openKinds(card);
      }
      if (link.matches("[data-open]")) load(card, link.dataset.open);
      if (link.matches("[data-choose]")) {
        const query = new URLSearchParams({ contributor: link.dataset.choose });
        const typed = card.querySelector("[data-query]")?.value;
        if (typed) query.set("q", typed);
        load(card, `${card.querySelector("[data-whose]").dataset.whose}?${query}`, card.cardBefore);
      }
      return;
    }
    const card = cardOf(event.target);
    if (card && card !== current && !event.target.closest("a, button, input, textarea, select, label, summary")) {
      go(card, { scroll: false });
    }
    if (event.target.closest(".outline a") && !wide.matches) outline.open = false;
    if (event.target.closest("[data-help]")) dialog.showModal();
  });

  document.addEventListener("keydown", (event) => {
    const card = cardOf(document.activeElement) || current;
    if (dialog.open || panels.handle(event)) return;
    if (isOpen(card) && card.contains(document.activeElement)) {
      if (event.key === "Escape" && cancel(card)) event.preventDefault();
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        const primary = card.querySelector("[data-primary]");
        event.preventDefault();
        if (primary) primary.form.requestSubmit(primary);
      }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("input, textarea, select, [contenteditable]")) return;
    const key = event.key.toLowerCase();
    if (card && card !== current) go(card, { scroll: false });
    if (key === "j" || key === "arrowdown") step(1);
    else if (key === "k" || key === "arrowup") step(-1);
    else if (key === "?") dialog.showModal();
    else if (card && !event.repeat && /^[1-9]$/.test(key)) {
      if (card.dataset.state === "pending") panels.chooseKind(card, Number(key));
    } else if (card && !event.repeat && /^[a-z]$/.test(key)) {
      const target = card.querySelector(`[data-key~="${key}"]`);
      if (!target || card.dataset.state === "sending") return;
      if (target.form) target.form.requestSubmit(target);
      else target.click();
    } else return;
    event.preventDefault();
  });

  root.querySelectorAll("[data-help]").forEach((button) => {
    button.hidden = false;
  });
  outline.open = wide.matches;

  const start = root.querySelector("[data-passage][data-state=editing]") || byId(location.hash.slice(1));
  if (start?.matches("[data-passage]")) {
    go(start);
    start.querySelector("[data-focus]")?.focus();
  } else go(cards().find((card) => card.dataset.state === "pending") || cards()[0], { scroll: false });

  const look = async () => {
    if (document.hidden || waiting) return;
    const has = [...known].map(([id, version]) => ["has", `${id.slice(1)}:${version}`]);
    const query = new URLSearchParams([["since", now], ...has.slice(-50)]);
    try {
      const answer = await fetch(`${root.dataset.changes}?${query}`, { headers: { "X-Requested-With": "fetch" } });
      if (!answer.ok || waiting) return;
      const data = await answer.json();
      now = data.now;
      const replaced = apply(data);
      const names = new Set(replaced.map((id) => data.who?.[id]).filter(Boolean));
      if (replaced.length)
        say(names.size === 1 ? root.dataset.other.replace("%s", [...names][0]) : root.dataset.others);
    } catch {
      /* offline for a moment: the next look finds what was missed */
    }
  };
  setInterval(look, 8000);
  document.addEventListener("visibilitychange", look);
})();
