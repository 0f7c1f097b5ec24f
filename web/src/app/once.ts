const PATIENCE_MS = 10_000; // on a slow network the person may have stopped the page: then the button must work again

/**
 * A form that is being sent is not sent again by an impatient second press. Its button says so (`data-busy`) but keeps its
 * place and focus. It wakes up after a while, and when the page is shown again from the browser's memory.
 */
export function guardForms(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (event.defaultPrevented || form.getAttribute("method")?.toLowerCase() !== "post") return;
    if (form.dataset.sending !== undefined) return event.preventDefault();
    const button = (event as SubmitEvent).submitter;
    form.dataset.sending = "";
    if (button) rest(button);
    setTimeout(() => wake(form), PATIENCE_MS);
  });
  addEventListener("pageshow", () => document.querySelectorAll<HTMLFormElement>("form[data-sending]").forEach(wake));
}

function rest(button: HTMLElement): void {
  button.setAttribute("aria-busy", "true");
  if (!button.dataset.busy) return;
  button.dataset.idle = button.textContent ?? "";
  button.textContent = button.dataset.busy;
}

function wake(form: HTMLFormElement): void {
  delete form.dataset.sending;
  for (const button of form.querySelectorAll<HTMLElement>("[aria-busy]")) {
    button.removeAttribute("aria-busy");
    if (button.dataset.idle !== undefined) button.textContent = button.dataset.idle;
  }
}
