const REST_MS = 400;

/** `<p data-strength="ID">`: asks the server, after a rest in typing, how good the new password is. A hint only. */
export function strengthHints(): void {
  for (const hint of document.querySelectorAll<HTMLElement>("[data-strength]")) {
    const input = document.getElementById(hint.dataset.strength ?? "");
    if (input instanceof HTMLInputElement) watch(input, hint);
  }
}

function watch(input: HTMLInputElement, hint: HTMLElement): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asking = new AbortController();
  input.addEventListener("input", () => {
    clearTimeout(timer);
    asking.abort(); // what was asked about an earlier text must not answer for this one
    if (input.value === "") return show(hint, null);
    timer = setTimeout(async () => {
      asking = new AbortController();
      try {
        const response = await fetch("/password/strength", { method: "POST", body: question(input), signal: asking.signal });
        show(hint, response.ok ? ((await response.json()) as Strength) : null);
      } catch (error) {
        if ((error as Error).name !== "AbortError") show(hint, null);
      }
    }, REST_MS);
  });
}

interface Strength { level: number; text: string }

function question(input: HTMLInputElement): URLSearchParams {
  const body = new URLSearchParams({ password: input.value });
  for (const name of ["csrf", "name"]) {
    const field = input.form?.elements.namedItem(name);
    if (field instanceof HTMLInputElement) body.set(name, field.value);
  }
  return body;
}

function show(hint: HTMLElement, strength: Strength | null): void {
  hint.dataset.level = String(strength?.level ?? 0);
  hint.textContent = strength?.text ?? "";
}
