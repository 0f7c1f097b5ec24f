// The mail address is lost, and the password with it: the number leads back in, and the lost address goes.
import { expect, test } from "../story.ts";

const MAIL = "budi@nusa.example";
const NUMBER = "+6281234567890";
const FRESH = "kebun kopi di lereng gunung";

test("the mail is lost: a message to the phone lets its owner back in", async ({ kunci, words, someone }) => {
  const owner = await someone();
  const since = Date.now() - 1_000;

  await test.step("nobody reads the mail; the code comes to the phone", async () => {
    await owner.goes("/signin");
    await owner.presses(words("Lupa kata sandi", "Forgot password"));
    await owner.types(words("Nama akun", "Account name"), MAIL);
    await owner.presses(words("Lanjut", "Continue"));
    await owner.sees(words("Buktikan dengan apa?", "How will you prove it is you?"));
    await owner.presses(words(/^WhatsApp/, /^WhatsApp/));
    await owner.sees(words("Kode dikirim, jika data tadi cocok", "Code sent, if what you entered matches"));
    const message = await kunci.message((message) => message.to === NUMBER && /^\d{8}$/.test(`${message.code}`) && Date.parse(message.at) >= since);
    expect(message.text, "the code first, so that it is read on a locked screen").toMatch(/^\d{8} /);
    await owner.types(/8/, `${message.code}`);
    await owner.presses(words("Lanjut", "Continue"));
  });

  await test.step("a new password, and in", async () => {
    await owner.sees(words("Buat kata sandi baru", "Set a new password"));
    await owner.types(words("Kata sandi baru", "New password"), FRESH);
    await owner.presses(words("Simpan kata sandi", "Save the password"));
    await owner.sees(words("Akun sudah dipulihkan", "The account is recovered"));
    await owner.presses(words("Lanjut ke cek jalan kembali", "Go on to the way-back check-up"));
    await owner.sees(words("Cek jalan kembali", "Way-back check-up"));
    await kunci.message((message) => message.to === MAIL && message.text.includes("Kata sandi akun Anda baru saja diganti"));
  });

  await test.step("the lost address goes after a wait, of which it is told like everyone", async () => {
    await owner.goes("/account/security");
    await owner.main.getByRole("link", { name: /b…i@n….example/ }).click();
    await owner.presses(words("Lepas", "Remove"));
    await owner.sees(words(/^Lepas .*\?$/, /^Remove .*\?$/));
    await owner.chooses(words(/Saya mengerti/, /I understand/));
    await owner.presses(words("Lepas", "Remove"));
    await owner.sees(words("Keamanan", "Security"));
    await owner.reads(words("Permintaan diterima", "Request received"));
    await kunci.message((message) => message.to === MAIL && message.text.includes("Ada permintaan melepas"));
  });
});
