const EVERY_MS = 3_000;

/** The page that shows a number: looks every few seconds whether it was answered, and then shows what it says now. */
export function followApproval(): void {
  const waiting = document.querySelector<HTMLElement>("[data-approval]");
  const address = waiting?.dataset.approval;
  if (address) void look(address);
  // Approved: what its one button does, done at once.
  document.querySelector<HTMLFormElement>("form[data-approved]")?.requestSubmit();
}

async function look(address: string): Promise<void> {
  for (;;) {
    await new Promise((done) => setTimeout(done, EVERY_MS));
    if (document.hidden) continue;
    try {
      const answer = await fetch(address, { headers: { accept: "application/json" }, cache: "no-store" });
      // Ended, or signed out: the page itself knows where to go.
      if (!answer.ok || !((await answer.json()) as { waits: boolean }).waits) return location.reload();
    } catch {
      // No network for a moment.
    }
  }
}

/** Every page of a signed-in owner: a note appears as soon as something waits for an approval, and goes when it is over. */
export function hearOfApprovals(): void {
  const note = document.querySelector<HTMLElement>("[data-asked]");
  const link = note?.querySelector("a");
  const address = note?.dataset.asked;
  if (!note || !link || !address || location.pathname.startsWith("/account/approve/")) return;
  let events: EventSource | undefined;
  const follow = () => {
    // A page that nobody sees takes no place among the few that an account has.
    if (document.hidden) {
      events?.close();
      events = undefined;
    } else if (!events) {
      events = new EventSource(address);
      events.addEventListener("asked", (event) => {
        const { address } = JSON.parse((event as MessageEvent<string>).data) as { address: string | null };
        if (address) link.href = address;
        note.hidden = !address;
      });
    }
  };
  document.addEventListener("visibilitychange", follow);
  addEventListener("pagehide", () => events?.close());
  follow();
}
