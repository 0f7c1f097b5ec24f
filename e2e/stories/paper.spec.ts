// Everything but a sheet of paper is lost: it leads back in after a wait of 72 hours, whose end is said, and opens nothing before.
import { expect, test } from "../story.ts";

const OWNER = { mail: "slamet.riyadi@contoh.example", name: "Slamet", password: "lesung batu di dapur nenek" };

test("G5: the account's name and one code on paper begin the way back, which says its day and hour", async ({
  kunci,
  words,
  someone,
  signsUp,
  signsIn,
  printsCodes,
  turnsTwoStepOn,
  forgets,
}) => {
  let codes: string[] = [];
  await test.step("an account with printed codes and two-step verification, a week ago", async () => {
    const owner = await someone();
    await signsUp(owner, OWNER);
    codes = await printsCodes(owner);
    await turnsTwoStepOn(owner);
    kunci.weekPasses();
  });

  const back = await someone();
  await test.step("on a borrowed phone: a code of paper is received, once", async () => {
    await forgets(back, OWNER.mail);
    await back.main.getByRole("link", { name: words(/^Kode cadangan/, /^Recovery code/) }).click();
    await back.sees(words("Masukkan kode cadangan", "Enter a recovery code"));
    await back.types(words("Kode cadangan", "Recovery code"), `${codes[0]}`);
    await back.presses(words("Lanjut", "Continue"));
    await back.sees(words("Permintaan diterima", "Request received"));
  });

  await test.step("it waits 72 hours, and says until when", async () => {
    const until = back.main.locator("time");
    const hours = (Date.parse(`${await until.getAttribute("datetime")}`) - Date.now()) / 3_600_000;
    expect(hours).toBeGreaterThan(71.9);
    expect(hours).toBeLessThanOrEqual(72);
    await expect(until).toHaveText(/\d{1,2} \S+.* \d{2}[.:]\d{2} WIB/);
    await kunci.message((message) => message.to === OWNER.mail && message.text.includes(words("Kata sandi baru diminta", "A new password was asked for")));
  });

  await test.step("nothing opens before", async () => {
    await back.page.request.post("/recover/password", { form: { password: "kunci palsu di saku maling" } });
    await back.goes("/recover");
    await back.sees(words("Permintaan diterima", "Request received"));
    await back.goes("/account/security");
    await back.sees(words("Masuk", "Sign in"));
    await forgets(back, OWNER.mail);
    await back.main.getByRole("link", { name: words(/^Kode cadangan/, /^Recovery code/) }).click();
    await back.types(words("Kode cadangan", "Recovery code"), `${codes[1]}`);
    await back.presses(words("Lanjut", "Continue"));
    await back.sees(words("Permintaan diterima", "Request received")); // two codes of one sheet are one proof
  });

  await test.step("taken back: the password has come to mind, and it is still the same", async () => {
    await back.presses(words("Batalkan permintaan", "Cancel the request"));
    await back.reads(words("Kata sandi tidak berubah", "Your password has not changed"));
    await signsIn(back, OWNER);
    await back.sees(words("Satu langkah lagi", "One more step"));
  });
});
