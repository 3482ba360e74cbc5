/** Move the focus within `list` by arrow keys, Home and End. Returns whether the key was one of them. */
export function moveFocus(list, place, event) {
  const moves = { ArrowDown: place + 1, ArrowUp: place - 1, Home: 0, End: list.length - 1 };
  if (!(event.key in moves)) return false;
  event.preventDefault();
  list[Math.min(Math.max(moves[event.key], 0), list.length - 1)]?.focus();
  return true;
}
