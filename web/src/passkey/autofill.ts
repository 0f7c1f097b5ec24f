// Offers passkeys among what the browser fills into the name field, where it can.
import type { Form } from "./form.ts";

const RENEW_MS = 4 * 60_000; // before the challenge ends

export async function keepAutofill(form: Form): Promise<void> {
  if (!(await PublicKeyCredential.isConditionalMediationAvailable?.())) return;
  const renewing = setInterval(() => void offer(form), RENEW_MS);
  addEventListener("pagehide", () => clearInterval(renewing));
  form.afterwards = () => void offer(form);
  await offer(form);
}

/** Ends when a passkey is chosen, when the button is pressed instead, or when the next offer takes its place. */
async function offer(form: Form): Promise<void> {
  try {
    const publicKey = (await form.options()) as PublicKeyCredentialRequestOptions;
    const answer = await form.ask((signal) => navigator.credentials.get({ publicKey, signal, mediation: "conditional" }));
    if (answer) form.send(answer);
  } catch {
    // Nobody asked for this: the form and its button are still there.
  }
}
