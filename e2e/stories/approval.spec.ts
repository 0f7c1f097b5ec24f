// The password is forgotten on one device; another, where the owner is still signed in, approves a new one (S-052).
import { expect, test } from "../story.ts";

test("a signed-in device approves the way back in on another", async ({ kunci, words, someone, javaScriptEnabled }) => {
  const approve = words("Setujui dari perangkat lain", "Approve from another device");
  const login = `rina.${words("id", "en")}${javaScriptEnabled ? "" : ".polos"}@contoh.example`;
  const password = "sepeda biru di bawah hujan";
  const [laptop, tablet] = [await someone(), await someone()];

  await test.step("the account began on the laptop, which can be trusted from the first day", async () => {
    await laptop.goes("/signup");
    await laptop.types(/^Email/, login);
    await laptop.presses(words("Kirim kode", "Send code"));
    await laptop.types(/6/, (await kunci.message((message) => message.to === login)).code ?? "");
    await laptop.presses(words("Lanjut", "Continue"));
    await laptop.types(words("Nama panggilan", "What shall we call you?"), "Rina");
    await laptop.types(words("Kata sandi baru", "New password"), password);
    await laptop.presses(words("Buat akun", "Create account"));
    await laptop.sees(words("Akun Rina", "Account of Rina"));
  });

  await test.step("the tablet signed in once, and is known", async () => {
    await tablet.goes("/signin");
    await tablet.types(words("Nama akun", "Account name"), login);
    await tablet.types(words("Kata sandi", "Password"), password);
    await tablet.presses(words("Masuk", "Sign in"));
    await tablet.sees(words("Akun Rina", "Account of Rina"));
    await tablet.presses(words("Keluar", "Sign out"), tablet.page);
  });

  await test.step("the tablet forgot the password, and asks", async () => {
    await tablet.goes("/forgot");
    await tablet.types(words("Nama akun", "Account name"), login);
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
