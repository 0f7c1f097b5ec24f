/** `<button data-copy="#target" data-copied="Copied">`: copies the target's value or text and says so for two seconds. */
export function copyButtons(): void {
  document.addEventListener("click", async (event) => {
    const button = (event.target as Element).closest<HTMLButtonElement>("button[data-copy]");
    if (!button || button.dataset.label !== undefined) return;
    const target = document.querySelector(button.dataset.copy ?? "");
    const text = target instanceof HTMLInputElement ? target.value : target?.textContent?.trim();
    if (!text) return;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // Not allowed here (an old browser, a page without TLS): select it, so that the person can copy by hand.
      if (target instanceof HTMLInputElement) target.select();
      else if (target) getSelection()?.selectAllChildren(target);
      return;
    }
    const label = (button.dataset.label = button.textContent ?? "");
    button.textContent = button.dataset.copied ?? label;
    setTimeout(() => {
      button.textContent = label;
      delete button.dataset.label;
    }, 2_000);
  });
}
