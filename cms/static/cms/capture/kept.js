// What a person finished stays in this phone until the server says that it arrived; then it is erased here.
import { erase, isInMemory, keep, kept } from "./store.js";

const byId = (id) => document.getElementById(id);

// ── Sending ───────────────────────────────────────────────────────────────────────────────────────────────────

const PAUSES = [5, 15, 60, 120, 300, 600, 900, 900]; // seconds; after the last, only when asked or on a new signal
const PATIENCE = 120000;
let tries = 0;
let timer = 0;
let sending = null;

async function post(entry) {
  const data = new FormData();
  for (const [name, value, type] of entry.parts) {
    if (type) data.append(name, new Blob([value], { type }), name);
    else data.append(name, value);
  }
  const stop = new AbortController();
  const late = setTimeout(() => stop.abort(), PATIENCE);
  try {
    const response = await fetch(entry.address, {
      method: "POST",
      body: data,
      signal: stop.signal,
      credentials: "omit",
      headers: { Accept: "application/json" },
    });
    const said = await response.json().catch(() => ({}));
    return { status: response.status, said };
  } finally {
    clearTimeout(late);
  }
}

// One entry: "through", "refused" (a person must look), or "wait" (try again).
async function send(entry) {
  let answer;
  try {
    answer = await post(entry);
  } catch {
    return "wait";
  }
  if (answer.status === 201 && answer.said.state === "received") {
    await erase(entry.key);
    return "through";
  }
  if (answer.status === 429 || answer.status >= 500) return "wait";
  if (answer.status >= 400) {
    entry.why = [answer.said.text || "", ...Object.values(answer.said.marked || {})].join(" ").trim();
    entry.refused = true;
    await keep(entry);
    return "refused";
  }
  return "wait";
}

// Everything that waits, one after the other. `asked`: a person pressed the button, so the refused are tried as well.
function sendAll(asked = false) {
  sending ??= (async () => {
    clearTimeout(timer);
    const results = new Map();
    say("sending");
    for (const entry of await kept()) {
      if (!entry.refused || asked) results.set(entry.key, await send(entry));
    }
    const isWaiting = [...results.values()].includes("wait");
    if (isWaiting && tries < PAUSES.length) timer = setTimeout(sendAll, PAUSES[tries++] * 1000);
    if (!isWaiting) tries = 0;
    await showKept();
    return results;
  })().finally(() => {
    sending = null;
  });
  return sending;
}

// The results by key: "through", "refused" or "wait".
export async function sendAnew(asked = false) {
  tries = 0;
  if (sending) await sending;
  return sendAll(asked);
}

// ── The list of what waits ────────────────────────────────────────────────────────────────────────────────────

const status = byId("kept-status");
const say = (name) => {
  status.textContent = status.dataset[name];
};

export async function showKept() {
  const entries = await kept();
  const title = byId("kept-title");
  byId("kept").hidden = entries.length === 0;
  title.textContent = entries.length === 1 ? title.dataset.one : title.dataset.many.replace("#", entries.length);
  byId("kept-list").replaceChildren(...entries.map(line));
  say(isInMemory() ? "memory" : entries.some((entry) => !entry.refused) ? "waiting" : "refused");
}

function line(entry) {
  const item = byId("kept-entry").content.cloneNode(true).firstElementChild;
  const find = (selector) => item.querySelector(selector);
  const time = { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" };
  find(".kept__kind").textContent = entry.number;
  find(".kept__time").textContent = new Date(entry.at).toLocaleString(document.documentElement.lang, time);
  find(".kept__why").textContent = entry.why || "";
  find(".kept__why").hidden = !entry.why;
  // On a shared phone, only what is stuck can be read, to show it to the team.
  const show = find("[data-act=show]");
  show.hidden = !entry.refused;
  show.onclick = () => {
    find(".kept__words").textContent = entry.summary;
    find(".kept__words").hidden = !find(".kept__words").hidden;
  };
  const remove = find("[data-act=erase]");
  remove.onclick = async () => {
    if (!confirm(remove.dataset.sure)) return;
    await erase(entry.key);
    await showKept();
  };
  return item;
}

byId("send-now").onclick = () => sendAnew(true);
addEventListener("online", () => sendAnew());
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) sendAnew();
});
