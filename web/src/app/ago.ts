// Keeps "6 minutes ago" true while a page stays open.

/** The age of a moment in the page's own words, or null where the page gave none (`<html data-ago="now|{n} min|{n} h|{n} d">`). */
export function ago(at: Date, now: number, words: string | undefined): string | null {
  const [justNow, minutes, hours, days] = words?.split("|") ?? [];
  const elapsed = Math.floor((now - at.getTime()) / 60_000);
  if (!justNow || !minutes || !hours || !days || Number.isNaN(elapsed)) return null;
  if (elapsed < 1) return justNow;
  if (elapsed < 60) return minutes.replace("{n}", String(elapsed));
  if (elapsed < 48 * 60) return hours.replace("{n}", String(Math.floor(elapsed / 60)));
  return days.replace("{n}", String(Math.floor(elapsed / (24 * 60))));
}

/** Rewrites one `<time data-ago>` from its `datetime`. */
export function refreshTime(element: HTMLTimeElement): void {
  const text = ago(new Date(element.dateTime), Date.now(), document.documentElement.dataset.ago);
  if (text !== null && element.textContent !== text) element.textContent = text;
}

/** Refreshes every such element now, each half minute, and when the page is looked at again. */
export function keepTimes(): void {
  const refresh = () => {
    if (!document.hidden) document.querySelectorAll<HTMLTimeElement>("time[data-ago]").forEach(refreshTime);
  };
  refresh();
  setInterval(refresh, 30_000);
  document.addEventListener("visibilitychange", refresh);
}
