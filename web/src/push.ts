// "Tell me on this device": asks the browser for a subscription and sends it as an ordinary form. Without scripts, or where
// the browser knows no such thing, the page says so.
import { bytes } from "./passkey/json.ts";

const form = document.querySelector<HTMLFormElement>("form[data-push]");
if (form && "serviceWorker" in navigator && "PushManager" in window && "Notification" in window) listen(form);

function listen(form: HTMLFormElement): void {
  form.hidden = false;
  for (const note of document.querySelectorAll<HTMLElement>("[data-push-none]")) note.hidden = true;
  form.addEventListener("submit", (event) => {
    if (form.dataset.answered !== undefined) return;
    event.preventDefault();
    void press(form);
  });
}

async function press(form: HTMLFormElement): Promise<void> {
  say(form, undefined);
  try {
    if ((await Notification.requestPermission()) !== "granted") return say(form, "denied");
    const { endpoint, keys } = (await subscribe(form.dataset.push ?? "")).toJSON();
    for (const [name, value] of Object.entries({ endpoint, ...keys })) {
      const field = form.elements.namedItem(name);
      if (field instanceof HTMLInputElement) field.value = value ?? "";
    }
    form.dataset.answered = "";
    form.requestSubmit();
  } catch {
    say(form, "failed");
  }
}

async function subscribe(key: string): Promise<PushSubscription> {
  await navigator.serviceWorker.register("/worker.js");
  const { pushManager } = await navigator.serviceWorker.ready;
  const options = { userVisibleOnly: true, applicationServerKey: bytes(key) };
  try {
    return await pushManager.subscribe(options);
  } catch (error) {
    // Subscribed before, for a key that this server has no more.
    const old = await pushManager.getSubscription();
    if (!old) throw error;
    await old.unsubscribe();
    return pushManager.subscribe(options);
  }
}

function say(form: HTMLFormElement, what: "denied" | "failed" | undefined): void {
  const said = form.querySelector<HTMLElement>("[data-push-said]");
  if (!said) return;
  said.textContent = (what && said.dataset[what]) ?? "";
  said.hidden = said.textContent === "";
}
