// What a story starts from: one server for the file, a page in the story's language, and the words of that language.
import { test as base, expect } from "@playwright/test";
import { Kunci } from "./kunci.ts";

export type Language = "id" | "en";

export interface Options {
  /** The language in which the story is told. */
  language: Language;
}

interface Fixtures extends Options {
  /** Chooses the Indonesian or the English text. */
  words: (id: string, en: string) => string;
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
  baseURL: async ({ kunci }, use) => use(kunci.demo.url),
  words: async ({ language }, use) => use((id, en) => (language === "id" ? id : en)),
  context: async ({ context, kunci, language }, use) => {
    // As a person does it: by the switch on the page, which sets a cookie.
    await context.request.get(kunci.url(`/?lang=${language}`));
    await use(context);
  },
});

export { expect };
