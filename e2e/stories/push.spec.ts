// A browser is asked to tell of what waits; where it cannot, the page says so calmly; what it is sent, it shows (S-011, STD-28).
import { expect, test } from "../story.ts";

test("a device can be asked to tell of what waits", async ({ kunci, words, someone, signsUp, javaScriptEnabled }) => {
  const title = words("Beri tahu di perangkat ini", "Tell me on this device");
  const owner = await someone();
  const mail = `dewi.${words("id", "en")}${javaScriptEnabled ? "" : ".polos"}@contoh.example`;
  await signsUp(owner, { mail, name: "Dewi", password: "layang-layang di atas sawah" });
  await owner.goes("/account/security");
  await owner.main.getByRole("link", { name: title }).click();
  await owner.sees(title);
  const none = owner.main.getByText(words("Peramban ini belum bisa memberi tahu", "This browser cannot tell you yet"));
  const button = owner.main.getByRole("button", { name: title, includeHidden: true });
  if (!javaScriptEnabled) {
    await expect(none).toBeVisible();
    await expect(button).toBeHidden();
    return;
  }

  await test.step("not allowed: how to allow it", async () => {
    await expect(none).toBeHidden();
    await owner.presses(title);
    await owner.reads(words("belum diizinkan", "not allowed yet"));
    await owner.sees(title);
  });

  await test.step("this browser reaches no service: what still works", async () => {
    await owner.page.context().grantPermissions(["notifications"], { origin: kunci.demo.url });
    await owner.presses(title);
    await owner.reads(words("belum terhubung", "not connected yet"));
    await owner.reads(words("halaman yang terbuka tetap memberi tahu", "an open page still tells you"));
    await owner.sees(title);
    await expect(button).toBeVisible();
    // The browser of a story is a private window, and says why it subscribes nowhere.
    expect(owner.odd.splice(0)).toEqual([expect.stringContaining("Push API")]);
  });

  await test.step("what is pushed is shown, the newest in place of the one before, never silently", async () => {
    const browser = await owner.page.context().newCDPSession(owner.page);
    const registered = new Promise<string>((found) =>
      browser.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
        const ours = registrations.find(({ scopeURL }) => scopeURL.startsWith(kunci.demo.url));
        if (ours) found(ours.registrationId);
      }),
    );
    await browser.send("ServiceWorker.enable");
    const registrationId = await registered;
    const pushes = (data: string) => browser.send("ServiceWorker.deliverPushMessage", { origin: kunci.demo.url, registrationId, data });
    const shown = () =>
      owner.page.evaluate(async () => {
        const registration = await navigator.serviceWorker.ready;
        return (await registration.getNotifications()).map(({ title, body, tag, data }) => ({ title, body, tag, page: data as string }));
      });
    const said = { topic: "approval", title: "Ada permintaan yang menunggu", text: "Tekan untuk melihat.", page: "/account/approve/1" };
    await pushes(JSON.stringify({ ...said, page: "/account/approve/0" }));
    await pushes(JSON.stringify(said));
    await expect.poll(shown).toEqual([{ title: said.title, body: said.text, tag: "approval", page: said.page }]);
    await pushes("unreadable");
    await expect.poll(async () => (await shown()).map(({ title, page }) => [title, page])).toEqual([[new URL(kunci.demo.url).host, "/"]]);
  });
});
