// The way-back check-up after sign-up, the step that mends the hole, and the rehearsal on another phone.
import { expect, test } from "../story.ts";

const NAME = "Rina Hartati";
const PASSWORD = "perahu kecil di muara tenang";

test("the check-up shows the hole, one step mends it, and a rehearsal proves it", async ({ kunci, words, someone, signsUp }) => {
  const MAIL = "rina.hartati@contoh.example";
  const NUMBER = "+6281211223344";
  const owner = await someone();
  const title = words("Cek jalan kembali", "Way-back check-up");

  await test.step("sign up, and be led to the check-up", async () => {
    await signsUp(owner, { mail: NUMBER, name: NAME, password: PASSWORD });
    await owner.reads(words("Kalau HP hilang, kapan masuk lagi?", "If the phone is lost, when are you back in?"));
    await owner.main.getByRole("link", { name: words("Cek jalan kembali", "Check the way back"), exact: true }).click();
    await owner.sees(title);
    await owner.reads(words("belum ada jalan kembali ke akun ini", "there is no way back to this account yet"));
  });

  let saved = "";
  await test.step("print codes, and see the hole mended", async () => {
    await owner.goes("/account/security/codes");
    await owner.presses(words("Buat kode cadangan", "Make recovery codes"));
    await owner.sees(words("Simpan kode cadangan ini", "Keep these recovery codes"));
    saved = await owner.main.locator(".codes code").first().innerText();
    await owner.presses(words("Sudah saya simpan", "I have kept them"));
    await owner.sees(words("Keamanan", "Security"));
    await owner.main.getByRole("status").getByRole("link", { name: title }).click();
    await owner.sees(title);
    await owner.reads(words("kertas kode cadangan", "the sheet of recovery codes"));
    await expect(owner.main, "no loss is the end any more").not.toContainText(words(/belum ada jalan kembali/i, /no way back/i));
  });

  await test.step("add a mail address as well", async () => {
    await owner.goes("/account/contacts/add");
    await owner.main.getByRole("textbox").fill(MAIL);
    await owner.main.locator("form button.primary").click();
    const mail = await kunci.message((message) => message.to === MAIL && message.code !== null);
    await owner.types(/6/, mail.code ?? "");
    await owner.main.locator("form button.primary").click();
    await owner.sees(words("Keamanan", "Security"));
    await owner.goes("/account/checkup");
    await owner.sees(title);
  });

  let link = "";
  await test.step("begin a rehearsal", async () => {
    await owner.presses(words("Mulai latihan 2 menit", "Start the 2-minute rehearsal"));
    await owner.sees(words("Latihan 2 menit: HP saya hilang", "2-minute rehearsal: my phone is gone"));
    await expect(owner.main.locator("figure.qr svg")).toBeVisible();
    link = `http://${await owner.main.locator("code.command").innerText()}`;
  });

  await test.step("on another phone: a real code, a real saved code, and what cannot be opened", async () => {
    const other = await someone();
    await other.opens(link);
    await other.sees(words("Latihan 2 menit: HP saya hilang", "2-minute rehearsal: my phone is gone"));
    await other.presses(words("Mulai", "Start"));
    await other.sees(words(/^Anggap .* hilang$/, /^Suppose .* is gone$/));
    const row = (name: RegExp) => other.main.locator(".tries > li").filter({ hasText: name });
    await row(/email/i).getByRole("button", { name: words(/^Kirim kode/, /^Send a code/) }).click();
    await other.sees(words("Masukkan kode", "Enter the code"));
    const mail = await kunci.message((message) => message.to === MAIL && (message.subject ?? "").includes(words("kode latihan", "rehearsal code")));
    await other.types(/6/, mail.code ?? "");
    await other.presses(words("Lanjut", "Continue"));
    await other.sees(words(/^Anggap .* hilang$/, /^Suppose .* is gone$/));
    await expect(row(/email/i)).toContainText(words("Berhasil.", "It worked."));
    await row(words(/Kode cadangan/, /Recovery code/i)).getByRole("link").click();
    await other.sees(words("Masukkan kode cadangan", "Enter a recovery code"));
    await other.types(words("Kode cadangan", "Recovery code"), saved);
    await other.presses(words("Lanjut", "Continue"));
    await other.sees(words(/^Anggap .* hilang$/, /^Suppose .* is gone$/));
    // Both were added a minute ago, and the rehearsal does not promise more than a true recovery would give.
    await other.reads(words("Kalau sungguhan, Anda bisa masuk lagi", "If this were real, you would be back in on"));
    await row(words(/Kata sandi/, /Password/i)).getByRole("button", { name: words(/^Tidak bisa/, /^Cannot/) }).click();
    await other.presses(words("Selesai, lihat hasilnya", "Finish and see the result"));
    await other.sees(words("Hasil latihan", "How the rehearsal went"));
    await other.reads(words("Tidak ada yang berubah pada akun.", "Nothing changed in the account."));
    expect((await other.page.context().cookies()).map((cookie) => cookie.name), "not signed in").not.toContain("session");
  });

  await test.step("the owner sees the same, and the saved code is still whole", async () => {
    await owner.goes("/account/checkup");
    await owner.sees(title);
    await owner.reads(words("Latihan terakhir", "Last rehearsal"));
    await owner.reads(words<string | RegExp>("Belum bisa dibuka: Kata sandi", /Could not be opened yet: password/i));
    await owner.goes("/account/security/codes");
    await owner.reads(/10/);
  });
});
