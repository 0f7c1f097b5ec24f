// What a story starts from: one server, people with browsers in the story's language, and the words of that language.
import { createHash } from "node:crypto";
import { test as base, expect, type Browser, type BrowserContextOptions, type Locator, type Page } from "@playwright/test";
import { join } from "node:path";
import { phone as upright } from "./browser.ts";
import { flaws } from "./look.ts";
import { Kunci } from "./kunci.ts";
import { Phone } from "./phone.ts";

/** How long a phone may take to answer on a busy machine. */
const PATIENCE = 60_000;

export type Language = "id" | "en";

export interface Options {
  /** The language in which the story is told. */
  language: Language;
}

/** What a browser is held in: `phone` or `laptop` of browser.ts. */
type Screen = Pick<BrowserContextOptions, "viewport" | "hasTouch" | "isMobile" | "deviceScaleFactor">;

/** Someone with a browser of their own, who looks at every page before going on. */
export class Person {
  readonly main: Locator;
  private constructor(
    readonly page: Page,
    private readonly kunci: Kunci,
    private readonly scripts: boolean,
  ) {
    this.main = page.getByRole("main");
  }

  static async with(browser: Browser, kunci: Kunci, language: Language, scripts: boolean, network: string, screen: Screen): Promise<Person> {
    const page = await browser.newPage({ ...screen, baseURL: kunci.demo.url, extraHTTPHeaders: { "x-forwarded-for": network } });
    page.on("console", (message) => message.type() === "error" && !message.text().startsWith("Failed to load") && person.odd.push(message.text()));
    page.on("response", (answer) => answer.status() >= 400 && answer.request().resourceType() !== "document" && person.odd.push(`${answer.status()}: ${answer.url()}`));
    page.on("pageerror", (error) => person.odd.push(String(error)));
    const person = new Person(page, kunci, scripts);
    await page.goto(`/?lang=${language}`); // the switch on the page, which sets a cookie
    return person;
  }

  /** What the browser complained about: scripts that failed, breaches of the content policy, parts that did not come. */
  readonly odd: string[] = [];

  async goes(path: string): Promise<void> {
    await this.page.goto(path);
  }

  /** Is on the page with this heading, and it is in order. */
  async sees(heading: string | RegExp): Promise<void> {
    await expect(this.page.getByRole("heading", { level: 1 })).toHaveText(heading);
    await this.page.waitForLoadState(); // a page without its style has many flaws
    await this.keepsPicture();
    expect.soft(await this.lastingFlaws(), `flaws of ${new URL(this.page.url()).pathname}`).toEqual([]);
  }

  /** What is wrong with the page and stays so. What was wrong for a moment only, on a busy machine, is named after the stories. */
  private async lastingFlaws(): Promise<string[]> {
    const first = await flaws(this.page, this.scripts);
    if (first.length === 0) return first;
    base.info().annotations.push({ type: "looked odd", description: `${new URL(this.page.url()).pathname}: ${first.join(" | ")}` });
    return flaws(this.page, this.scripts);
  }

  /** `STORY_PICTURES=DIR ./dev test stories` keeps a picture of every page seen, for whoever changes their looks. */
  private async keepsPicture(): Promise<void> {
    const { project, attachments } = base.info();
    const folder = process.env.STORY_PICTURES;
    if (!folder) return;
    const path = join(folder, project.name, `${String(attachments.length).padStart(3, "0")}.png`);
    await base.info().attach("page", { body: await this.page.screenshot({ path, fullPage: true }), contentType: "image/png" });
  }

  async reads(text: string | RegExp): Promise<void> {
    await expect(this.main).toContainText(text);
  }

  async types(label: string | RegExp, value: string): Promise<void> {
    await this.main.getByLabel(label, { exact: true }).fill(value);
  }

  async chooses(label: string | RegExp): Promise<void> {
    await this.main.getByLabel(label).check();
  }

  /** Waits for what the page shows by itself; without scripts, the page is loaded again as long as it takes. */
  async keepsUp(until: (within: { timeout: number }) => Promise<void>): Promise<void> {
    if (this.scripts) return until({ timeout: PATIENCE });
    await expect(async () => {
      await this.page.reload();
      await until({ timeout: 1 });
    }).toPass({ timeout: PATIENCE });
  }

  /** Presses a button, or a link that looks like one. */
  async presses(name: string | RegExp, where: Locator | Page = this.main): Promise<void> {
    await pressable(where, name).click();
  }

  /** Goes on with the Tab key to a field with this label. */
  async tabsToField(label: string | RegExp): Promise<void> {
    await this.tabsTo(this.main.getByLabel(label, { exact: true }));
  }

  /** Goes on with the Tab key to a button or link. */
  async tabsToButton(name: string | RegExp): Promise<void> {
    await this.tabsTo(pressable(this.page, name));
  }

  /** Each stop on the way can be seen, and none holds the focus. */
  private async tabsTo(target: Locator): Promise<void> {
    await expect(target).toBeVisible();
    const keyboard = this.page.keyboard;
    for (const passed: string[] = []; ; ) {
      await keyboard.press("Tab");
      const stop = await this.page.evaluate(focused);
      expect(stop, `the focus left the page on the way to ${target}`).not.toBeNull();
      expect(stop?.seen, `the focus can be seen on ${stop?.name}`).toBe(true);
      expect(passed, `the focus goes on from ${stop?.name}`).not.toContain(stop?.at);
      if ((await target.and(this.page.locator(":focus")).count()) > 0) return;
      passed.push(stop?.at ?? "");
    }
  }

  /** Opens a link of a message. */
  async opens(link: string | undefined): Promise<void> {
    if (!link?.startsWith(this.kunci.demo.url)) throw new Error(`not a link to this server: ${link}`);
    await this.page.goto(link);
  }
}

function pressable(where: Locator | Page, name: string | RegExp): Locator {
  return where.getByRole("button", { name, exact: true }).or(where.getByRole("link", { name, exact: true })).first();
}

/** Runs inside the page: what the keyboard is on, and whether its ring is in view; null once the focus has left the page. */
function focused(): { name: string; at: string; seen: boolean } | null {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const { outlineStyle, outlineWidth } = getComputedStyle(element);
  const ring = outlineStyle !== "none" && parseFloat(outlineWidth) > 0;
  const { top, bottom, left, right, width } = element.getBoundingClientRect();
  const inView = width > 1 && bottom > 0 && top < innerHeight && right > 0 && left < innerWidth;
  const at = [...document.querySelectorAll("*")].indexOf(element);
  return { name: element.outerHTML.slice(0, 120), at: `${at}`, seen: ring && inView };
}

/** Someone who has no account yet. */
export interface Newcomer {
  /** A mail address, or a number. */
  mail: string;
  name: string;
  password: string;
}

interface Fixtures extends Options {
  /** Chooses the Indonesian or the English text. */
  words: <T>(id: T, en: T) => T;
  /** A new person with a new browser, on a phone unless it is said otherwise. */
  someone: (screen?: Screen) => Promise<Person>;
  /** Makes an account, by the code that its mail address is sent, in this person's browser. */
  signsUp: (person: Person, newcomer: Newcomer) => Promise<void>;
  /** Signs in with the password. */
  signsIn: (person: Person, owner: { mail: string; password: string }) => Promise<void>;
  /** Makes a sheet of recovery codes, and keeps it. */
  printsCodes: (person: Person) => Promise<string[]>;
  /** Turns two-step verification on. */
  turnsTwoStepOn: (person: Person) => Promise<void>;
  /** Begins a recovery with the account's name alone, on any device. */
  forgets: (person: Person, name: string) => Promise<void>;
  /** A phone that can be lost. */
  phone: Phone;
}

export const test = base.extend<Fixtures, { kunci: Kunci }>({
  language: ["id", { option: true }],
  kunci: [
    async ({}, use) => {
      const kunci = await Kunci.start();
      await use(kunci);
      await kunci.stop();
    },
    { scope: "worker" },
  ],
  phone: async ({ language }, use) => {
    const phone = await Phone.inHand(language);
    await use(phone);
    await phone.throwAway();
  },
  words: async ({ language }, use) => use(<T,>(id: T, en: T) => (language === "id" ? id : en)),
  signsUp: async ({ kunci, words }, use) =>
    use(async (person, { mail, name, password }) => {
      await person.goes("/signup");
      await person.types(/^Email/, mail);
      await person.presses(words("Kirim kode", "Send code"));
      await person.types(/6/, (await kunci.message((message) => message.to === mail && message.code !== null)).code ?? "");
      await person.presses(words("Lanjut", "Continue"));
      await person.types(words("Nama panggilan", "What shall we call you?"), name);
      await person.types(words("Kata sandi baru", "New password"), password);
      await person.presses(words("Buat akun", "Create account"));
      await person.sees(words(`Akun ${name}`, `Account of ${name}`));
    }),
  signsIn: async ({ words }, use) =>
    use(async (person, { mail, password }) => {
      await person.goes("/signin");
      await person.types(words("Nama akun", "Account name"), mail);
      await person.types(words("Kata sandi", "Password"), password);
      await person.presses(words("Masuk", "Sign in"));
    }),
  printsCodes: async ({ words }, use) =>
    use(async (person) => {
      await person.goes("/account/security/codes");
      await person.presses(words("Buat kode cadangan", "Make recovery codes"));
      await person.sees(words("Simpan kode cadangan ini", "Keep these recovery codes"));
      const codes = await person.main.locator(".codes code").allInnerTexts();
      await person.presses(words("Sudah saya simpan", "I have kept them"));
      await person.sees(words("Keamanan", "Security"));
      return codes;
    }),
  turnsTwoStepOn: async ({ words }, use) =>
    use(async (person) => {
      await person.goes("/account/security/two-step");
      await person.presses(words("Aktifkan", "Turn on"));
      await person.sees(words("Keamanan", "Security"));
    }),
  forgets: async ({ words }, use) =>
    use(async (person, name) => {
      await person.goes("/forgot");
      await person.types(words("Nama akun", "Account name"), name);
      await person.presses(words("Lanjut", "Continue"));
      await person.sees(words("Buktikan dengan apa?", "How will you prove it is you?"));
    }),
  someone: async ({ browser, kunci, language, javaScriptEnabled }, use, { testId }) => {
    const everyone: Person[] = [];
    // Each story has a network of its own: one network may ask for a few names an hour only.
    const [a, b] = createHash("sha256").update(testId).digest();
    const network = `10.${a}.${b}.9`;
    await use(async (screen = upright) => {
      const person = await Person.with(browser, kunci, language, javaScriptEnabled, network, screen);
      everyone.push(person);
      return person;
    });
    for (const person of everyone) {
      expect.soft(person.odd, "what the browser complained about").toEqual([]);
      await person.page.context().close();
    }
  },
});

export { expect };
