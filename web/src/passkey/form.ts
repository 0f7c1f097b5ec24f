// A form whose answer the browser gives: pressed, it asks the holder of a passkey, then it is sent.
import { readAnswer, readOptions, type Options } from "./json.ts";

/** A challenge ends after five minutes; a page that has been open for longer than this asks for another one first. */
const FRESH_MS = 4 * 60_000;

export class Form {
  private made = Date.now();
  private asking: AbortController | undefined;
  /** What goes on where a press came to nothing. */
  afterwards: (() => void) | undefined;

  constructor(readonly element: HTMLFormElement) {}

  /** Shows the form where it was hidden, and takes over its button. */
  listen(): void {
    this.element.hidden = false;
    for (const note of document.querySelectorAll<HTMLElement>("[data-passkey-none]")) note.hidden = true;
    this.element.addEventListener("submit", (event) => {
      if (this.element.dataset.answered !== undefined) return;
      event.preventDefault();
      void this.press();
    });
  }

  private async press(): Promise<void> {
    this.say(undefined);
    try {
      const options = await this.options();
      const answer = await this.ask((signal) =>
        this.element.dataset.passkey === "create"
          ? navigator.credentials.create({ publicKey: options as PublicKeyCredentialCreationOptions, signal })
          : navigator.credentials.get({ publicKey: options as PublicKeyCredentialRequestOptions, signal }),
      );
      if (answer) this.send(answer);
    } catch (error) {
      const taken = error instanceof DOMException && error.name === "InvalidStateError";
      this.say(taken ? "taken" : "cancelled");
      this.afterwards?.();
    }
  }

  /** A browser asks its holder one thing at a time: the newest question ends the one before. */
  async ask(question: (signal: AbortSignal) => Promise<Credential | null>): Promise<PublicKeyCredential | null> {
    this.asking?.abort();
    const asking = (this.asking = new AbortController());
    return (await question(asking.signal)) as PublicKeyCredential | null;
  }

  /** The options for the browser, from a fresh copy of the page if this one has been open for long. */
  async options(): Promise<Options> {
    if (Date.now() - this.made > FRESH_MS) await this.renew();
    return readOptions(this.element.dataset.options ?? "{}");
  }

  async renew(): Promise<void> {
    const answer = await fetch(this.element.getAttribute("action") ?? "", { headers: { accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector<HTMLElement>(`form[data-passkey="${this.element.dataset.passkey}"]`)?.dataset.options;
    if (!fresh) throw new Error("the page has no options any more");
    this.element.dataset.options = fresh;
    this.made = Date.now();
  }

  /** Sends the answer as an ordinary form. What is ticked on the page beside it goes along. */
  send(credential: PublicKeyCredential): void {
    this.put("answer", JSON.stringify(readAnswer(credential)));
    const borrowed = document.querySelector<HTMLInputElement>("input[name=borrowed]:checked");
    if (borrowed && borrowed.form !== this.element) this.put("borrowed", borrowed.value);
    this.element.method = "post";
    this.element.dataset.answered = "";
    this.element.requestSubmit();
  }

  private put(name: string, value: string): void {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name, value });
    this.element.append(field);
  }

  private say(what: "cancelled" | "taken" | undefined): void {
    const said = this.element.querySelector<HTMLElement>("[data-passkey-said]");
    if (!said) return;
    said.textContent = (what && (said.dataset[what] ?? said.dataset.cancelled)) ?? "";
    said.hidden = said.textContent === "";
  }
}
