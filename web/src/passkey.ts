// Loaded by the pages that ask for a passkey. Without it, or where the browser knows no passkeys, those pages say so and offer
// other ways.
import { keepAutofill } from "./passkey/autofill.ts";
import { Form } from "./passkey/form.ts";

if ("PublicKeyCredential" in window) {
  for (const element of document.querySelectorAll<HTMLFormElement>("form[data-passkey]")) {
    const form = new Form(element);
    form.listen();
    if (element.dataset.autofill !== undefined) void keepAutofill(form);
  }
}
