/**
 * Call `look` every so many milliseconds while the page is in sight, at once when it comes back into sight, and never
 * twice at the same time. Returns a function that stops it.
 */
export function poll(look, milliseconds) {
  let isLooking = false;
  const turn = async () => {
    if (document.hidden || isLooking) return;
    isLooking = true;
    try {
      await look();
    } catch {
      // Offline for a moment: the next look finds what was missed.
    } finally {
      isLooking = false;
    }
  };
  const timer = setInterval(turn, milliseconds);
  document.addEventListener("visibilitychange", turn);
  return () => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", turn);
  };
}
