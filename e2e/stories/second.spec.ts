// The second step by each thing that an owner may have at hand: a number, a passkey, the browser that is signed in.
import { Holder } from "../authenticators.ts";
import { laptop } from "../browser.ts";
import { expect, test } from "../story.ts";

const OWNER = { mail: "mega.putri@contoh.example", name: "Mega", password: "dermaga kayu di pagi hari" };
const NUMBER = "+6281355667788";

test("S-074, S-085: a new browser gets in by a phone code, a passkey or an approval, and never by the password alone", async ({
  kunci,
  words,
  someone,
  signsUp,
  signsIn,
  printsCodes,
  turnsTwoStepOn,
  javaScriptEnabled,
}) => {
  const owner = await someone(laptop);
  const home = words("Akun Mega", "Account of Mega");
  const approve = words("Setujui dari perangkat lain", "Approve from another device");
  const holder = javaScriptEnabled ? await Holder.in(owner.page) : null;
  const asked = async (person: typeof owner) => {
    await signsIn(person, OWNER);
    await person.sees(words("Satu langkah lagi", "One more step"));
  };
  const code = async (since: number) => `${(await kunci.message((message) => message.to === NUMBER && message.code !== null && Date.parse(message.at) >= since)).code}`;

  await test.step("a number, a passkey and a sheet of paper; then two-step verification", async () => {
    await signsUp(owner, OWNER);
    const since = Date.now() - 1_000;
    await owner.goes("/account/contacts/add");
    await owner.types(/^Email/, NUMBER);
    await owner.presses(words("Kirim kode", "Send code"));
    await owner.types(/6/, await code(since));
    await owner.presses(words("Lanjut", "Continue"));
    await owner.sees(words("Keamanan", "Security"));
    if (holder) {
      await owner.goes("/account/security/passkeys");
      await owner.types(words("Nama passkey", "Name of the passkey"), "Laptop Mega");
      await owner.presses(words("Tambah passkey", "Add a passkey"));
      await owner.sees(words("Keamanan", "Security"));
    }
    await printsCodes(owner);
    await turnsTwoStepOn(owner);
    kunci.weekPasses();
  });

  await test.step("S-077: by a code to the phone, which is called the weaker way, as mail is", async () => {
    await owner.goes("/account/security/two-step");
    await owner.sees(words("Verifikasi dua langkah", "Two-step verification"));
    await expect(owner.main.locator("li").filter({ hasText: words("lebih lemah", "weaker") })).toHaveCount(2);
    const borrowed = await someone();
    await asked(borrowed);
    await borrowed.goes("/account/security");
    await borrowed.sees(words("Masuk", "Sign in"));
    await asked(borrowed);
    const send = borrowed.main.getByRole("button", { name: words(/^Kirim kode ke …7788/, /^Send a code to …7788/) });
    await expect(send).toContainText(words("lebih lemah", "weaker"));
    const since = Date.now() - 1_000;
    await send.click();
    await borrowed.sees(words("Masukkan kode", "Enter the code"));
    const sent = await code(since);
    await borrowed.types(/6/, sent === "000000" ? "000001" : "000000");
    await borrowed.presses(words("Lanjut", "Continue"));
    await borrowed.sees(words("Masukkan kode", "Enter the code"));
    await borrowed.types(/6/, `${sent.slice(0, 3)} ${sent.slice(3)}`);
    await borrowed.presses(words("Lanjut", "Continue"));
    await borrowed.sees(home);
  });

  await test.step("by the passkey, which the new phone has too", async () => {
    if (!holder) return;
    const phone = await someone();
    const pocket = await Holder.in(phone.page);
    await pocket.touched(false);
    await holder.shares(pocket);
    await asked(phone);
    await phone.main.getByRole("link", { name: /^Passkey/ }).click();
    await phone.sees(words("Buktikan dengan passkey", "Prove it with a passkey"));
    await pocket.touched(true);
    await phone.presses(words("Pakai passkey", "Use a passkey"));
    await phone.sees(home);
  });

  await test.step("by a yes on the laptop that is signed in", async () => {
    const tablet = await someone();
    await asked(tablet);
    await tablet.main.getByRole("link", { name: approve }).click();
    await tablet.sees(approve);
    await tablet.presses(words("Minta persetujuan", "Ask for approval"));
    const number = await tablet.main.locator("#approval-number").innerText();
    await owner.goes("/");
    await owner.page.getByRole("link", { name: words("Ada permintaan yang menunggu.", "A request is waiting.") }).click();
    await owner.sees(words(/^Apakah ini /, /^Is this you/));
    await owner.types(words("Angka di perangkat itu", "The number on that device"), number);
    await owner.presses(words("Setujui", "Approve"));
    await owner.sees(words("Sudah disetujui", "Approved"));
    if (!javaScriptEnabled) {
      await tablet.presses(words("Lihat apakah sudah disetujui", "See whether it is approved"));
      await tablet.presses(words("Lanjut", "Continue"));
    }
    await tablet.sees(home);
  });
});
