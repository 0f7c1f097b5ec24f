/** `<button data-reveal="ID" data-shown="Hide">`: shows a password as typed, and hides it again before the form is sent. */
export function revealButtons(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-reveal]")) {
    const input = document.getElementById(button.dataset.reveal ?? "");
    if (!(input instanceof HTMLInputElement)) continue;
    const labels = { hidden: button.textContent, shown: button.dataset.shown ?? button.textContent };
    const show = (shown: boolean) => {
      input.type = shown ? "text" : "password";
      button.textContent = shown ? labels.shown : labels.hidden;
      button.setAttribute("aria-pressed", String(shown));
    };
    button.addEventListener("click", () => show(input.type === "password"));
    // A browser offers to remember, and never autocompletes as plain text, only what is a password field when sent.
    input.form?.addEventListener("submit", () => show(false));
  }
}
