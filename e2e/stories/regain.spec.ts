// The phone with the authenticator app is gone: back in by mail and a saved code at once, and a new app in its place.
import { step, totp } from "../authenticators.ts";
import { expect, test } from "../story.ts";

const NAME = "Ratna Wulandari";
const MAIL = "ratna.wulandari@contoh.example";
const PASSWORD = "perahu kecil di danau toba";
const FRESH = "tikar anyaman di beranda";

test("the phone with the app is lost: mail and paper let its owner back in, and a new app takes its place", async ({ kunci, words, someone, signsUp, signsIn, printsCodes, turnsTwoStepOn }) => {
  const owner = await someone();
  const setsUp = async (person: typeof owner, app: string) => {
    await person.sees(words("Pasang aplikasi kode", "Set up an authenticator app"));
    await person.main.locator("details.more summary").click();
    const letters = await person.main.locator("#secret").innerText();
    await person.types(words("Nama aplikasi kode", "Name of the app"), app);
    await person.chooses(words(/HP lain/, /Another phone/));
    await person.types(/6/, totp(letters, step()));
    await person.presses(words("Simpan aplikasi kode", "Save the app"));
  };

  await test.step("sign up", () => signsUp(owner, { mail: MAIL, name: NAME, password: PASSWORD }));

  let saved: string[] = [];
  await test.step("an app on the phone, a card in the drawer, and two-step verification", async () => {
    await owner.goes("/account/security/totp");
    await setsUp(owner, "HP lama");
    await owner.sees(words("Keamanan", "Security"));
    saved = await printsCodes(owner);
    await turnsTwoStepOn(owner);
    kunci.weekPasses();
  });

  const back = await someone();
  await test.step("on a borrowed laptop the password is right, and the app is gone", async () => {
    await signsIn(back, { mail: MAIL, password: PASSWORD });
    await back.sees(words("Satu langkah lagi", "One more step"));
    await back.main.getByRole("button", { name: words(/^Pulihkan langkah kedua/, /^Recover the second step/) }).click();
    await back.sees(words("Permintaan diterima", "Request received"));
  });

  await test.step("mail and one code from the card are two proofs: no wait", async () => {
    await back.main.getByRole("button", { name: words(/^Kirim kode ke/, /^Send a code to/) }).click();
    await back.sees(words("Kode dikirim, jika data tadi cocok", "Code sent, if what you entered matches"));
    const mail = await kunci.message((message) => message.to === MAIL && /^\d{8}$/.test(message.code ?? ""));
    await back.types(/8/, mail.code ?? "");
    await back.presses(words("Lanjut", "Continue"));
    await back.sees(words("Permintaan diterima", "Request received"));
    await back.main.getByRole("link", { name: words(/^Kode cadangan/, /^Recovery code/) }).click();
    await back.sees(words("Masukkan kode cadangan", "Enter a recovery code"));
    await back.types(words("Kode cadangan", "Recovery code"), `${saved[0]}`);
    await back.presses(words("Lanjut", "Continue"));
    await back.sees(words("Kode tadi sudah terpakai", "That code is used up"));
    await back.presses(words("Lanjut", "Continue"));
    await back.sees(words("Buat kata sandi baru", "Set a new password"));
    await back.types(words("Kata sandi baru", "New password"), FRESH);
    await back.presses(words("Simpan kata sandi", "Save the password"));
  });

  await test.step("signed in: a new app in place of the lost one", async () => {
    await back.sees(words("Masih punya langkah kedua?", "Do you still have your second step?"));
    await back.reads("HP lama");
    await back.presses(words("Pasang aplikasi kode", "Set up an authenticator app"));
    await setsUp(back, "Tablet");
    await back.sees(words("Masih punya langkah kedua?", "Do you still have your second step?"));
    await back.reads("Tablet");
    await kunci.message((message) => message.to === MAIL && message.text.includes(words("Aplikasi kode baru saja dipasang", "An authenticator app was just set up")));
    await back.presses(words("Lanjut", "Continue"));
  });

  await test.step("what changed before is looked through once", async () => {
    await back.sees(words("Ini semua dari Anda?", "Was all of this you?"));
    await back.reads("HP lama");
    await back.presses(words("Selesai", "Done"));
    await back.sees(words("Cek jalan kembali", "Way-back check-up"));
  });

  await test.step("the second step is asked still, and the old password is not", async () => {
    const elsewhere = await someone();
    await signsIn(elsewhere, { mail: MAIL, password: FRESH });
    await elsewhere.sees(words("Satu langkah lagi", "One more step"));
    await elsewhere.reads(words("aplikasi kode", "authenticator app"));
    await expect(elsewhere.main.getByRole("link", { name: words("Cari HP yang hilang", "Find a lost phone") })).toBeVisible();
  });
});

test("the phone is gone and the password forgotten: one code by mail finds it, and opens nothing else", async ({ kunci, words, someone }) => {
  const friend = await someone();
  const { login } = kunci.demo.owner;
  await friend.goes("/find");
  await friend.sees(words("HP hilang atau dicuri?", "Phone lost or stolen?"));
  await friend.main.getByRole("link", { name: words(/satu bukti/, /one proof/) }).click();
  await friend.sees(words("Cari HP tanpa kata sandi", "Find a phone without the password"));
  await friend.types(words("Nama akun", "Account name"), login);
  await friend.presses(words("Lanjut", "Continue"));
  await friend.main.getByRole("button", { name: /Email|email/ }).click();
  await friend.sees(words("Kode dikirim, jika data tadi cocok", "Code sent, if what you entered matches"));
  const mail = await kunci.message((message) => message.to === login && /^\d{8}$/.test(message.code ?? ""));
  await friend.types(/8/, mail.code ?? "");
  await friend.presses(words("Lanjut", "Continue"));
  await friend.sees(words("Cari HP sekarang", "Find the phone now"));
  await friend.presses(words("Mulai mencari", "Begin to look"));
  await friend.sees(words("Cari HP", "Find my phone"));
  await friend.main.getByRole("link", { name: words(/^Cari /, /^Find /) }).first().click();
  await friend.sees(/./);
  await friend.reads(words(/satu jam|pukul/, /hour|until|from/));
  await friend.goes("/account/security");
  await friend.sees(words("Di sini hanya untuk mencari HP", "This is for finding a phone only"));
  await friend.presses(words("Kembali mencari HP", "Back to finding the phone"));
  await friend.sees(words("Cari HP", "Find my phone"));
  await kunci.message((message) => message.to === login && message.text.includes("mulai mencari HP"));
});
