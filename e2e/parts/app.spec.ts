// The small script of every page.
import { expect, test as base } from "@playwright/test";
import { page as html, Site } from "./site.ts";

const test = base.extend<{ site: Site; form: string[] }>({
  site: async ({}, use) => {
    const site = await Site.open();
    site.page("/", html(`<form class="form" method="post" action="/slow">
      <input type="hidden" name="csrf" value="t0ken">
      <div class="field"><label for="name">Nama akun</label><input id="name" name="name" value="siti"></div>
      <div class="field"><label for="password">Kata sandi</label><div class="password"><input id="password" name="password" type="password">
        <button type="button" class="script-only" data-reveal="password" data-shown="Sembunyikan" aria-pressed="false">Lihat kata sandi</button></div>
        <p class="strength" data-strength="password" data-level="0" aria-live="polite"></p></div>
      <p class="actions"><button class="button primary" data-busy="Sebentar…">Masuk</button></p></form>
      <p><code id="code" class="ref">KN-4821-7306</code> <button type="button" class="button quiet script-only" data-copy="#code" data-copied="Tersalin">Salin</button></p>
      <p><time datetime="2026-11-22T02:14:00Z" data-ago>pukul 09.14 WIB</time></p>`));
    await use(site);
    await site.close();
  },
  form: async ({ site }, use) => {
    const bodies: string[] = [];
    site.handlers.set("/slow", (request, response) => {
      request.setEncoding("utf8").on("data", (body: string) => bodies.push(body));
      response.writeHead(204).end(); // the page stays, as it does while a slow answer is on its way
    });
    await use(bodies);
  },
});

test("STD-19: the password can be shown, and is a password again when it is sent; it is sent once", async ({ page, site, form }) => {
  await page.clock.install();
  await page.goto(site.url);
  const password = page.getByLabel("Kata sandi", { exact: true });
  await password.fill("rahasia besar");
  await page.getByRole("button", { name: "Lihat kata sandi" }).click();
  await expect(password).toHaveAttribute("type", "text");
  await expect(page.getByRole("button", { name: "Sembunyikan" })).toHaveAttribute("aria-pressed", "true");
  const button = page.locator(".primary");
  await button.click();
  await expect(button).toHaveText("Sebentar…");
  await expect(password).toHaveAttribute("type", "password");
  await expect.poll(() => form).toEqual(["csrf=t0ken&name=siti&password=rahasia+besar"]);
  const pressAgain = () =>
    page.evaluate(() => {
      let sent = true;
      document.addEventListener("submit", (event) => (sent = !event.defaultPrevented), { once: true });
      document.querySelector<HTMLButtonElement>(".primary")?.click();
      return sent;
    });
  expect(await pressAgain()).toBe(false);
  await page.clock.runFor(10_000);
  await expect(button).toHaveText("Masuk");
  expect(await pressAgain()).toBe(true);
});

test("S-035: the strength hint asks after a rest, with the form's token, and only the last answer counts", async ({ page, site }) => {
  const asked: string[] = [];
  site.handlers.set("/password/strength", (request, response) => {
    request.setEncoding("utf8").on("data", (body: string) => {
      asked.push(body);
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ level: 3, text: "Kuat." }));
    });
  });
  await page.goto(site.url);
  const hint = page.locator(".strength");
  await page.getByLabel("Kata sandi", { exact: true }).pressSequentially("kopi hujan batam", { delay: 5 });
  await expect(hint).toHaveText("Kuat.");
  await expect(hint).toHaveAttribute("data-level", "3");
  expect(asked.at(-1)).toBe("password=kopi+hujan+batam&csrf=t0ken&name=siti");
  await page.getByLabel("Kata sandi", { exact: true }).fill("");
  await expect(hint).toBeEmpty();
});

test("a code can be copied", async ({ page, site, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: site.url });
  await page.goto(site.url);
  const button = page.locator("[data-copy]");
  await button.click();
  await expect(button).toHaveText("Tersalin");
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("KN-4821-7306");
  await expect(button).toHaveText("Salin");
});

test("an age keeps up while the page stays open", async ({ page, site }) => {
  await page.clock.install({ time: new Date("2026-11-22T02:20:10Z") });
  await page.goto(site.url);
  await expect(page.locator("time")).toHaveText("6 menit lalu");
  await page.clock.runFor(60_000);
  await expect(page.locator("time")).toHaveText("7 menit lalu");
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });
  test("nothing is offered that would not work, and the server's time stays", async ({ page, site }) => {
    await page.goto(site.url);
    await expect(page.getByRole("button")).toHaveText(["Masuk"]);
    await expect(page.locator("time")).toHaveText("pukul 09.14 WIB");
  });
});
