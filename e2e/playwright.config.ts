import { defineConfig } from "@playwright/test";
import { browser, phone } from "./browser.ts";
import type { Options } from "./story.ts";

// `parts`: single scripts against a page made for them. `stories`: the whole server, in both languages and without JavaScript.
export default defineConfig<Options>({
  testMatch: /\.spec\.ts$/,
  outputDir: "out",
  workers: 1,
  forbidOnly: true,
  reporter: [["list"], ["./summary.ts"]],
  timeout: 120_000,
  expect: { timeout: 15_000 },
  use: { ...browser, ...phone, actionTimeout: 15_000, screenshot: "only-on-failure", trace: "retain-on-failure" },
  projects: [
    { name: "parts", testDir: "parts" },
    { name: "Indonesian", testDir: "stories", use: { locale: "id-ID", language: "id" } },
    { name: "English", testDir: "stories", use: { locale: "en-GB", language: "en" } },
    { name: "without JavaScript", testDir: "stories", use: { locale: "id-ID", language: "id", javaScriptEnabled: false } },
  ],
});
