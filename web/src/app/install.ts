/** Lets the app be put on the home screen, and keeps style and scripts there. The page's manifest says that this site wants it. */
export function keepShell(): void {
  if (!("serviceWorker" in navigator) || !document.querySelector("link[rel=manifest]")) return;
  // Nothing depends on it: where it is refused, as in private windows, the page goes on without.
  navigator.serviceWorker.register("/worker.js").catch(() => undefined);
}
