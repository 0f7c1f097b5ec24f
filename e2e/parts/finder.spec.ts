// The finder's script against the contract of web/README.md: map, text form, and a stream over a bad network.
import { expect, test as base, type Page } from "@playwright/test";
import { Events, page as html, Site } from "./site.ts";

const ID = "0192aaaa-0000-7000-8000-000000000001";
const device = (change: object = {}) => ({
  id: ID, name: "Redmi 12 Ibu", state: "live", state_text: "Terhubung sekarang", lat: 1.13047, lon: 104.0531, accuracy_m: 40,
  at: "2026-11-22T02:14:00Z", battery: 64, track: [[104.05, 1.13, 1_795_313_600]], fields: { accuracy: "meleset sampai 40 m", geo: "geo:1.13047,104.0531" }, ...change,
});
const data = {
  selected: ID, tiles: null, devices: [device()],
  texts: { map: "Peta", zoom_in: "Perbesar", zoom_out: "Perkecil", two_fingers: "Pakai dua jari", ctrl_scroll: "Pakai Ctrl + gulir" },
};
const body = `<div class="finder">
  <article class="card device" data-device="${ID}"><h2>Redmi 12 Ibu <span class="state" data-field="state" data-state="live">Terhubung sekarang</span></h2>
    <p data-placed>Ketepatan: <span data-field="accuracy">meleset sampai 40 m</span>; <time data-field="at" datetime="2026-11-22T02:14:00Z">pukul 09.14 WIB</time>; <span data-field="source">GPS</span></p>
    <a data-field="geo" hidden>Buka di aplikasi peta</a>
    <ul class="commands" data-commands="${ID}"><li data-command="c1" data-state="queued"><span class="state" data-field="state" data-state="queued">Menunggu</span> <span data-field="text">Bunyikan</span> <form method="post" action="/find/c1"><button>Batalkan</button></form></li></ul>
    <template data-command-template><li><span class="state" data-field="state"></span> <span data-field="text"></span></li></template></article>
  <section aria-label="Peta"><div id="map" class="map" data-none="Peta tidak bisa ditampilkan."></div>
    <p class="actions script-only"><button type="button" class="button" id="map-center">Ke lokasi terakhir</button></p>
    <p id="map-status" data-on="Tersambung" data-off="Sambungan terputus" role="status"></p></section>
  <p class="visually-hidden" id="map-announce" aria-live="polite"></p></div>
  <script type="application/json" id="finder-data">${JSON.stringify(data).replaceAll("<", "\\u003c")}</script>`;

const test = base.extend<{ site: Site; events: Events; violations: string[] }>({
  site: async ({}, use) => {
    const site = await Site.open();
    site.page("/find", html(body, true));
    await use(site);
    await site.close();
  },
  events: async ({ site }, use) => {
    const events = new Events();
    site.handlers.set(`/find/${ID}/events`, events.handle);
    await use(events);
  },
  violations: async ({ page }, use) => {
    const violations: string[] = [];
    page.on("console", (message) => /Content Security Policy/.test(message.text()) && violations.push(message.text()));
    await use(violations);
  },
});

/** Opens the page and waits until its stream stands. */
async function opened(page: Page, site: Site): Promise<void> {
  await page.goto(`${site.url}/find`);
  await expect(page.locator("#map-status")).toHaveText("Tersambung");
}

test("S-113: a pin up to 50 m, only the circle and the name above; nothing breaks the content policy", async ({ page, site, events, violations }) => {
  await opened(page, site);
  const pin = page.getByRole("button", { name: "Redmi 12 Ibu" });
  await expect(pin).toBeVisible();
  await expect(page.getByRole("button", { name: "Perbesar" })).toBeVisible();
  events.send("fix", device({ accuracy_m: 2_000 }), "1");
  await expect(pin).toHaveCount(0);
  await expect(page.locator(".map-name")).toHaveText("Redmi 12 Ibu");
  events.send("fix", device({ accuracy_m: null }), "2");
  await expect(page.locator(".map-name")).toBeVisible();
  await expect(pin).toHaveCount(0);
  events.send("fix", device({ accuracy_m: 12 }), "3");
  await pin.click();
  await expect(page.locator("article")).toBeFocused(); // the pin leads to the text
  expect(violations).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
});

test("S-099: a fix updates the text form as plain text, and a screen reader hears it", async ({ page, site, events }) => {
  await opened(page, site);
  const fields = { accuracy: "meleset sampai 12 m <b>", geo: "javascript:alert(1)" };
  events.send("fix", device({ state: "offline", state_text: "Belum terhubung", at: "2026-11-22T03:00:00Z", fields, announce: "Redmi 12 Ibu belum terhubung." }), "1");
  await expect(page.locator("[data-field=accuracy]")).toHaveText("meleset sampai 12 m <b>");
  await expect(page.locator("h2 .state")).toHaveText("Belum terhubung");
  await expect(page.locator("h2 .state")).toHaveAttribute("data-state", "offline");
  await expect(page.locator("time")).toHaveAttribute("datetime", "2026-11-22T03:00:00Z");
  await expect(page.locator("[data-field=source]")).toHaveText("GPS"); // not in the event: left alone
  await expect(page.locator("#map-announce")).toHaveText("Redmi 12 Ibu belum terhubung.");
  const link = page.locator("[data-field=geo]");
  await expect(link).toBeHidden(); // an address that would do something else is not taken
  events.send("fix", device(), "2");
  await expect(link).toHaveAttribute("href", "geo:1.13047,104.0531");
  await expect(link).toBeVisible();
});

test("what says nothing without a place is shown as long as there is one", async ({ page, site, events }) => {
  await opened(page, site);
  const accuracy = page.locator("[data-field=accuracy]");
  events.send("fix", device({ lat: null, lon: null, accuracy_m: null, at: null, fields: { accuracy: "" } }), "1");
  await expect(accuracy).toBeHidden();
  events.send("fix", device(), "2");
  await expect(accuracy).toBeVisible();
});

test("S-107: a command's state arrives, also of one sent from another window", async ({ page, site, events }) => {
  await opened(page, site);
  const rows = page.locator(".commands > li");
  events.send("command", { id: "c1", state: "sent", state_text: "Dikirim", text: "Bunyikan", can_cancel: true }, "1");
  await expect(rows).toHaveText(["Dikirim Bunyikan Batalkan"]);
  events.send("command", { id: "c1", state: "done", state_text: "Selesai", text: "HP berbunyi pukul 09.20 WIB", can_cancel: false }, "2");
  await expect(rows).toHaveText(["Selesai HP berbunyi pukul 09.20 WIB"]); // nothing is left to take back
  events.send("command", { id: "c2", state: "queued", state_text: "Menunggu", text: "Kunci HP", can_cancel: true }, "3");
  await expect(rows).toHaveText(["Menunggu Kunci HP", "Selesai HP berbunyi pukul 09.20 WIB"]);
  await expect(rows.first().locator(".state")).toHaveAttribute("data-state", "queued");
  events.send("fix", device({ state_text: "Terhubung" }), "4");
  await expect(page.locator("h2 .state")).toHaveText("Terhubung");
  await expect(rows.first()).toHaveText("Menunggu Kunci HP"); // the device's state is not the command's
});

test("a cut stream resumes after the last event, by the browser and after a refusal by the script", async ({ page, site, events }) => {
  await opened(page, site);
  events.send("fix", device(), "e7");
  await expect(page.locator("[data-field=geo]")).toBeVisible();
  events.cut();
  await expect.poll(() => events.resumes.length).toBe(2);
  expect(events.resumes).toEqual([{ header: null, query: null }, { header: "e7", query: null }]);
  await expect(page.locator("#map-status")).toHaveText("Tersambung");
  events.refuse = [503];
  events.cut();
  await expect(page.locator("#map-status")).toHaveText("Sambungan terputus");
  await expect.poll(() => events.resumes.length).toBe(4);
  expect(events.resumes[3]).toEqual({ header: null, query: "e7" });
  await expect(page.locator("#map-status")).toHaveText("Tersambung");
});

test("G8: when the right to look ends, the page says so and asks no more", async ({ page, site, events }) => {
  await page.clock.install();
  await opened(page, site);
  events.send("end", { text: "Silakan masuk lagi", href: "/signin" });
  await expect(page.locator("#map-status a")).toHaveText("Silakan masuk lagi");
  await page.clock.runFor(600_000);
  await page.evaluate(() => dispatchEvent(new Event("online")));
  expect(events.resumes).toHaveLength(1);
});

test("where no map can be drawn the text remains and keeps up", async ({ page, site, events }) => {
  await page.addInitScript(() => {
    HTMLCanvasElement.prototype.getContext = () => null;
  });
  await opened(page, site);
  await expect(page.locator("#map")).toHaveText("Peta tidak bisa ditampilkan.");
  events.send("fix", device({ state_text: "Terhubung" }), "1");
  await expect(page.locator("h2 .state")).toHaveText("Terhubung");
});
