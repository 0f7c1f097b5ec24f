// The password is forgotten on one device; another, where the owner is still signed in, approves a new one (S-052),
// on a laptop's screen as on a phone's (S-053).
import { laptop as onLaptop } from "../browser.ts";
import { expect, test } from "../story.ts";

const OWNER = { mail: "rina@contoh.example", name: "Rina", password: "sepeda biru di bawah hujan" };

test("a signed-in device approves the way back in on another", async ({ words, someone, signsUp, signsIn, javaScriptEnabled }) => {
  const approve = words("Setujui dari perangkat lain", "Approve from another device");
  const [laptop, tablet] = [await someone(onLaptop), await someone()];

  await test.step("the account began on the laptop, which can be trusted from the first day", async () => {
    await signsUp(laptop, OWNER);
  });

  await test.step("the tablet signed in once, and is known", async () => {
    await signsIn(tablet, OWNER);
    await tablet.sees(words("Akun Rina", "Account of Rina"));
    await tablet.presses(words("Keluar", "Sign out"), tablet.page);
  });

  await test.step("the tablet forgot the password, and asks", async () => {
    await tablet.goes("/forgot");
    await tablet.types(words("Nama akun", "Account name"), OWNER.mail);
    await tablet.main.getByRole("button").first().click();
    await tablet.main.getByRole("link", { name: approve }).click();
    await tablet.sees(approve);
    await tablet.presses(words("Minta persetujuan", "Ask for approval"));
    await tablet.reads(words("Ketik angka ini", "Type this number"));
    await tablet.sees(approve);
  });

  await test.step("the laptop is told, and the number is typed there", async () => {
    const number = await tablet.main.locator("#approval-number").innerText();
    const note = laptop.page.getByRole("link", { name: words("Ada permintaan yang menunggu.", "A request is waiting.") });
    await laptop.keepsUp((within) => expect(note).toBeVisible(within));
    await laptop.sees(words(/^Akun /, /^Account of /));
    await note.click();
    await laptop.sees(words(/^Apakah ini /, /^Is this you/));
    await laptop.reads(words("memulihkan akun", "recover your account"));
    await laptop.types(words("Angka di perangkat itu", "The number on that device"), number);
    await laptop.presses(words("Setujui", "Approve"));
    await laptop.sees(words("Sudah disetujui", "Approved"));
  });

  await test.step("the tablet goes on", async () => {
    if (!javaScriptEnabled) {
      await tablet.presses(words("Lihat apakah sudah disetujui", "See whether it is approved"));
      await tablet.sees(approve);
      await tablet.presses(words("Lanjut", "Continue"));
    }
    await tablet.sees(words("Buat kata sandi baru", "Set a new password"));
  });
});
