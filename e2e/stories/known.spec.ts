// Two-step verification asks in a new browser, and leaves a known one in peace.
import { expect, test } from "../story.ts";

const OWNER = { mail: "agus.salim@contoh.example", name: "Agus", password: "rumah panggung tepi rawa" };

test("a new browser asks for the second step, a known one does not", async ({ kunci, words, someone, signsUp, signsIn, printsCodes, turnsTwoStepOn }) => {
  const [owner, elsewhere] = [await someone(), await someone()];
  const home = words("Akun Agus", "Account of Agus");
  const second = words("Satu langkah lagi", "One more step");

  await test.step("turned on, once there is one more way back", async () => {
    await signsUp(owner, OWNER);
    await owner.goes("/account/security/two-step");
    await owner.sees(words("Verifikasi dua langkah", "Two-step verification"));
    await owner.reads(words("Siapkan satu jalan kembali lagi dulu", "Prepare one more way back first"));
    await printsCodes(owner);
    await turnsTwoStepOn(owner);
    await owner.goes("/account/security/two-step");
    await owner.sees(words("Verifikasi dua langkah", "Two-step verification"));
    await owner.reads(words("lebih lemah", "weaker"));
  });

  await test.step("a new one needs a code, by mail if there is nothing stronger", async () => {
    await signsIn(elsewhere, OWNER);
    await elsewhere.sees(second);
    await elsewhere.reads(words("Perangkat ini belum biasa dipakai", "This device is not one you usually use"));
    await elsewhere.goes("/account/security");
    await elsewhere.sees(words("Masuk", "Sign in"));
    await signsIn(elsewhere, OWNER);
    await elsewhere.main.getByRole("button", { name: words(/^Kirim kode ke/, /^Send a code to/) }).click();
    await elsewhere.sees(words("Masukkan kode", "Enter the code"));
    const mail = await kunci.message((message) => message.to === OWNER.mail && /^\d{6}$/.test(`${message.code}`) && message.text.includes(words("Ini bukan saya", "This was not me")));
    await elsewhere.types(/6/, `${mail.code}`);
    await elsewhere.presses(words("Lanjut", "Continue"));
    await elsewhere.sees(home);
  });

  await test.step("shown once, it is not asked again there", async () => {
    await elsewhere.presses(words("Keluar", "Sign out"), elsewhere.page);
    await signsIn(elsewhere, OWNER);
    await elsewhere.sees(home);
  });

  await test.step("forgotten by its owner, it is out and asks again", async () => {
    await elsewhere.goes("/account/sessions");
    await elsewhere.sees(words("Perangkat yang sedang masuk", "Devices signed in now"));
    await expect(elsewhere.main.getByRole("button", { name: words("Lupakan", "Forget") })).toHaveCount(1);
    await owner.goes("/account/sessions");
    await owner.presses(words("Lupakan", "Forget"));
    await elsewhere.page.reload();
    await elsewhere.sees(words("Masuk", "Sign in"));
    await signsIn(elsewhere, OWNER);
    await elsewhere.sees(second);
  });
});
