// A number that was someone else's, a name that was forgotten, and an account that is closed and taken back.
import { expect, test } from "../story.ts";

const MAIL = "wati.susanti@contoh.example";
const NUMBER = "+6281377712345";
const NAME = "Wati";
const PASSWORD = "kereta malam ke kota tua";
const HOLDER = "Budi";
const HOLDER_PASSWORD = "warung kopi depan pasar";

test("the new holder of a number gets an account of their own, and its owner goes on", async ({ kunci, words, someone }) => {
  test.setTimeout(180_000);
  const owner = await someone();
  const holder = await someone();
  const code = async (to: string, since: number) => {
    const message = await kunci.message((message) => message.to === to && message.code !== null && Date.parse(message.at) >= since);
    return message.code ?? "";
  };
  const signsUp = async (person: typeof owner, contact: string, name: string, password: string, before: (person: typeof owner) => Promise<void>) => {
    const since = Date.now() - 1_000;
    await person.goes("/signup");
    await person.types(/^Email/, contact);
    await person.presses(words("Kirim kode", "Send code"));
    await person.sees(words("Masukkan kode", "Enter the code"));
    await expect(person.main).not.toContainText(words("dipakai akun lain", "used by another account"));
    await person.types(/6/, await code(contact, since));
    await person.presses(words("Lanjut", "Continue"));
    await person.sees(words("Nama dan kata sandi", "Name and password"));
    await before(person);
    await person.types(words("Nama panggilan", "What shall we call you?"), name);
    await person.types(words("Kata sandi baru", "New password"), password);
    await person.presses(words("Buat akun", "Create account"));
    await person.sees(words(`Akun ${name}`, `Account of ${name}`));
  };

  await test.step("the owner has a mail address and a number", async () => {
    await signsUp(owner, MAIL, NAME, PASSWORD, async () => {});
    const since = Date.now() - 1_000;
    await owner.goes("/account/contacts/add");
    await owner.types(/^Email/, NUMBER);
    await owner.presses(words("Kirim kode", "Send code"));
    await owner.types(/6/, await code(NUMBER, since));
    await owner.presses(words("Lanjut", "Continue"));
    await owner.sees(words("Keamanan", "Security"));
  });

  await test.step("the number belongs to someone else now, which is said after the code only", async () => {
    await signsUp(holder, NUMBER, HOLDER, HOLDER_PASSWORD, (person) => person.reads(words("Nomor ini pernah dipakai akun lain", "This number was used by another account")));
  });

  await test.step("the owner replaces it, beginning with the new one", async () => {
    await owner.goes("/account/security");
    await owner.main.getByRole("link", { name: /…2345/ }).click();
    await owner.presses(words("Ganti dengan yang baru", "Replace it with a new one"));
    await owner.sees(words("Ganti …2345", "Replace …2345"));
    await owner.reads(words("1. Tambahkan kontak baru", "1. Add the new contact"));
  });

  const elsewhere = await someone();
  await test.step("on another phone the owner has forgotten the account name", async () => {
    await elsewhere.goes("/signin");
    await elsewhere.presses(words("Lupa nama akun", "Forgot account name"));
    await elsewhere.sees(words("Lupa nama akun", "Forgot account name"));
    await elsewhere.types(/^Email/, MAIL);
    const since = Date.now() - 1_000;
    await elsewhere.presses(words("Kirim kode", "Send code"));
    await elsewhere.sees(words("Kode dikirim, jika data tadi cocok", "Code sent, if what you entered matches"));
    await elsewhere.types(/8/, await code(MAIL, since));
    await elsewhere.presses(words("Lanjut", "Continue"));
    await elsewhere.sees(words("Nama akun ditemukan", "Account name found"));
    await elsewhere.reads("…2345");
    await expect(elsewhere.main).not.toContainText(NUMBER);
    await elsewhere.presses(words("Masuk dengan akun ini", "Sign in to this account"));
    await expect(elsewhere.main.getByLabel(words("Nama akun", "Account name"), { exact: true })).toHaveValue(MAIL);
    await elsewhere.types(words("Kata sandi", "Password"), PASSWORD);
    await elsewhere.presses(words("Masuk", "Sign in"));
    await elsewhere.sees(words(`Akun ${NAME}`, `Account of ${NAME}`));
  });

  await test.step("closes the account, with one more proof", async () => {
    await elsewhere.goes("/help/two-step");
    await elsewhere.sees(words("Kenapa verifikasi dua langkah penting", "Why two-step verification matters"));
    await elsewhere.goes("/account/security");
    await elsewhere.main.getByRole("link", { name: words(/^Tutup akun/, /^Close account/) }).click();
    const close = async () => {
      await elsewhere.sees(words("Tutup akun", "Close account"));
      await elsewhere.chooses(words(/Saya mengerti/, /I understand/));
      await elsewhere.presses(words("Tutup akun", "Close account"));
    };
    await close();
    await elsewhere.sees(words("Buktikan bahwa ini Anda", "Prove that it is you"));
    const since = Date.now() - 1_000;
    await elsewhere.main.getByRole("button", { name: words(/^Kirim kode ke w…/, /^Send a code to w…/) }).click();
    await elsewhere.sees(words("Masukkan kode", "Enter the code"));
    await elsewhere.types(/6/, await code(MAIL, since));
    await elsewhere.presses(words("Lanjut", "Continue"));
    await elsewhere.sees(words("Bisa dengan masa tunggu", "After a waiting period"));
    await elsewhere.reads(words("Masa tunggu belum mulai", "The waiting period has not begun"));
    await elsewhere.presses(words("Kembali ke halaman tadi", "Back to the page before"));
    await close();
  });

  await test.step("and takes it back", async () => {
    await elsewhere.sees(words(`Akun ${NAME}`, `Account of ${NAME}`));
    await elsewhere.reads(words("Akun ini akan ditutup", "This account will be closed"));
    await kunci.message((message) => message.to === MAIL && /menutup akun|close the account/i.test(`${message.subject}`));
    await elsewhere.presses(words("Batalkan penutupan", "Do not close the account"));
    await elsewhere.sees(words("Keamanan", "Security"));
    await elsewhere.goes("/");
    await expect(elsewhere.main).not.toContainText(words("Akun ini akan ditutup", "This account will be closed"));
  });
});
