// What opens on a passage of the review screen: the kinds it may be of, the places to divide it at, people to choose.
window.reviewPanels = (root) => {
  const menu = root.querySelector("[data-kinds-menu]");
  const kinds = [...menu.querySelectorAll("button")];
  let card = null;

  const openKinds = (on) => {
    card = on;
    kinds.forEach((button) => {
      button.setAttribute("formaction", on.dataset.url);
      button.classList.toggle("is-on", on.classList.contains(`kind-${button.value}`));
    });
    on.querySelector(".passage__head").after(menu);
    menu.hidden = false;
    (kinds.find((button) => button.classList.contains("is-on")) || kinds[0]).focus();
  };

  const closeKinds = ({ keepsFocus = false } = {}) => {
    if (menu.hidden) return;
    menu.hidden = true;
    const before = card;
    root.append(menu);
    card = null;
    if (keepsFocus) before?.focus({ preventScroll: true });
  };

  const chooseKind = (on, number) => {
    const button = kinds[number - 1];
    if (!button) return;
    card = on;
    button.setAttribute("formaction", on.dataset.url);
    button.form.requestSubmit(button);
  };

  const among = (list, place, event) => {
    const moves = { ArrowDown: place + 1, ArrowUp: place - 1, Home: 0, End: list.length - 1 };
    if (!(event.key in moves)) return false;
    event.preventDefault();
    list[Math.min(Math.max(moves[event.key], 0), list.length - 1)]?.focus();
    return true;
  };

  const inKinds = (event) => {
    if (menu.hidden || !menu.contains(document.activeElement)) return false;
    if (among(kinds, kinds.indexOf(document.activeElement), event)) return true;
    if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault();
      closeKinds({ keepsFocus: true });
      return true;
    }
    const chosen = kinds[Number(event.key) - 1];
    if (chosen) {
      event.preventDefault();
      chosen.click();
    }
    return true;
  };

  const inPlaces = (event) => {
    const gap = document.activeElement.closest("[data-places] button");
    if (!gap) return false;
    const gaps = [...gap.closest("[data-places]").querySelectorAll("button")];
    const sentences = gaps.filter((other) => other.classList.contains("is-sentence"));
    const place = gaps.indexOf(gap);
    const moves = {
      ArrowLeft: () => gaps[place - 1],
      ArrowRight: () => gaps[place + 1],
      ArrowUp: () => sentences.findLast((other) => gaps.indexOf(other) < place),
      ArrowDown: () => sentences.find((other) => gaps.indexOf(other) > place),
      Home: () => gaps[0],
      End: () => gaps.at(-1),
    };
    if (!(event.key in moves)) return false;
    event.preventDefault();
    moves[event.key]()?.focus();
    return true;
  };

  const inPeople = (event) => {
    const panel = document.activeElement.closest("[data-search]");
    if (!panel) return false;
    const people = [...panel.querySelectorAll("[data-people] a")];
    const query = panel.querySelector("[data-query]");
    const place = people.indexOf(document.activeElement);
    if (document.activeElement === query) {
      if (event.key === "ArrowDown" || (event.key === "Enter" && !event.ctrlKey && !event.metaKey)) {
        event.preventDefault();
        if (event.key === "Enter") people[0]?.click();
        else people[0]?.focus();
        return true;
      }
      return false;
    }
    if (place < 0) return false;
    if (event.key === "ArrowUp" && place === 0) {
      event.preventDefault();
      query.focus();
      return true;
    }
    return among(people, place, event);
  };

  let asked = 0;
  root.addEventListener("input", (event) => {
    if (!event.target.matches("[data-query]")) return;
    const panel = event.target.form;
    const turn = ++asked;
    setTimeout(async () => {
      if (turn !== asked) return;
      const url = `${panel.dataset.search}?${new URLSearchParams({ contributor: "", q: event.target.value })}`;
      try {
        const answer = await fetch(url, { headers: { "X-Requested-With": "fetch" } });
        if (!answer.ok || turn !== asked) return;
        const holder = document.createElement("template");
        holder.innerHTML = (await answer.text()).trim();
        const fresh = holder.content.firstElementChild;
        panel.querySelector("[data-people]").replaceWith(fresh);
        root.querySelector("[data-heard]").textContent = fresh.dataset.count;
      } catch {
        /* offline for a moment: what was found before stays */
      }
    }, 120);
  });

  document.addEventListener("click", (event) => {
    if (!menu.hidden && !menu.contains(event.target) && !event.target.closest("[data-kinds]")) closeKinds();
  });

  return {
    openKinds,
    closeKinds,
    chooseKind,
    kindsOf: (button) => (menu.contains(button) ? card : null),
    handle: (event) => inKinds(event) || inPlaces(event) || inPeople(event),
  };
};
