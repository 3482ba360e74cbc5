/** The first element of `html`. */
export function fragment(html) {
  const holder = document.createElement("template");
  holder.innerHTML = html.trim();
  return holder.content.firstElementChild;
}

/** As fetch(), with the header that asks a view for a part of its page. */
export const fetchPart = (url, options = {}) => fetch(url, { ...options, headers: { "X-Requested-With": "fetch" } });
