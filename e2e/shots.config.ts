import { defineConfig } from "@playwright/test";
import { browser } from "./browser.ts";

// The pictures of the README, taken of the real pages of `kunci demo`: `./dev shots`.
export default defineConfig({ testDir: "shots", outputDir: "out", workers: 1, reporter: [["list"]], timeout: 120_000, use: browser });
