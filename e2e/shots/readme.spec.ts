import { test, type Page } from "@playwright/test";
import { mkdir } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Kunci } from "../kunci.ts";

const pictures = resolve(dirname(fileURLToPath(import.meta.url)), "../../docs/pictures");

async function take(page: Page, name: string) {
  await page.screenshot({ path: join(pictures, `${name}.png`) });
}

for (const [language, locale] of [["id", "id-ID"], ["en", "en-GB"]] as const) {
  test(`pictures in ${language}`, async ({ browser }) => {
    await mkdir(pictures, { recursive: true });
    const kunci = await Kunci.start();
    try {
      const page = await browser.newPage({ viewport: { width: 360, height: 740 }, locale });
      await page.goto(`${kunci.demo.url}/signin`);
      await take(page, `signin-${language}`);
      await page.goto(`${kunci.demo.url}/help/locked`);
      await take(page, `locked-${language}`);
      await page.goto(`${kunci.demo.url}/signin`);
      await page.fill("#name", kunci.demo.owner.login);
      await page.fill("#password", kunci.demo.owner.password);
      await page.click("main button.primary");
      await page.waitForURL(`${kunci.demo.url}/`);
      await take(page, `home-${language}`);
      await page.goto(`${kunci.demo.url}/find`);
      const phone = await page.locator('main a[href^="/find/"]').last().getAttribute("href");
      await page.setViewportSize({ width: 1180, height: 760 });
      await page.goto(`${kunci.demo.url}${phone}`);
      await page.locator("#map[data-ready]").first().waitFor();
      await page.locator("#map-status").filter({ hasText: /\S/ }).waitFor();
      await take(page, `finder-${language}`);
    } finally {
      await kunci.stop();
    }
  });
}
