/**
 * A form that is being sent is not sent again by an impatient second press. Its button says so (`data-busy`) but keeps its
 * place and focus, and wakes up when the page is shown again from the browser's memory.
 */
export function guardForms(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.sending !== undefined) return event.preventDefault();
    form.dataset.sending = "";
    const button = (event as SubmitEvent).submitter;
    if (button?.dataset.busy) {
      button.dataset.idle = button.textContent ?? "";
      button.textContent = button.dataset.busy;
    }
    button?.setAttribute("aria-busy", "true");
  });
  addEventListener("pageshow", () => {
    document.querySelectorAll<HTMLFormElement>("form[data-sending]").forEach((form) => delete form.dataset.sending);
    document.querySelectorAll<HTMLElement>("[aria-busy]").forEach((button) => {
      button.removeAttribute("aria-busy");
      if (button.dataset.idle !== undefined) button.textContent = button.dataset.idle;
    });
  });
}
