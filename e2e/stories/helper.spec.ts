// A person who helps: asked by mail, agrees without an account, and reads out a code that only begins a wait (S-044, C-13).
import { expect, test } from "../story.ts";

const OWNER = { mail: "lina.marlina@contoh.example", name: "Lina", password: "jendela hijau di ujung gang" };
const HELPER = "tuti@keluarga.example";

test("a helper reads out a code, sees nothing, and the owner waits a day", async ({ kunci, words, someone, signsUp, forgets }) => {
  const rule = words(
    "Kode ini untuk menolong Lina. Bacakan hanya kalau Anda mengenali suaranya di telepon atau bertemu langsung. Jangan lewat chat.",
    "This code is to help Lina. Read it out only if you know the voice on the phone, or meet face to face. Never by chat.",
  );
  const [owner, helper] = [await someone(), await someone()];
  const link = async (subject: RegExp) => (await kunci.message((message) => message.to === HELPER && subject.test(`${message.subject}`))).links[0];

  await test.step("asked by mail", async () => {
    await signsUp(owner, OWNER);
    await owner.goes("/account/security");
    await owner.main.getByRole("link", { name: words(/^Minta seseorang jadi pendamping/, /^Ask someone to be a recovery contact/) }).click();
    await owner.sees(words("Pendamping", "Recovery contact"));
    await owner.types(words("Namanya bagi Anda", "What you call them"), "Tuti, kakak");
    await owner.types(words("Email atau nomor HP-nya", "Their email or phone number"), HELPER);
    await owner.presses(words("Kirim undangan", "Send the invitation"));
    await owner.sees(words("Pendamping", "Recovery contact"));
    await owner.reads(words("Undangan dikirim", "The invitation is sent"));
    await owner.reads(words("belum dijawab", "not answered yet"));
  });

  await test.step("agrees, in a browser of their own and without an account", async () => {
    await helper.opens(await link(words(/meminta Anda jadi pendamping/, /asks you to be a recovery contact/)));
    await helper.sees(words("Lina meminta Anda jadi pendamping", "Lina asks you to be a recovery contact"));
    await helper.presses(words("Saya bersedia", "I agree"));
    await helper.sees(words("Anda pendamping Lina", "You are a recovery contact of Lina"));
    await helper.reads(rule);
    await kunci.message((message) => message.to === OWNER.mail && message.text.includes("Tuti, kakak"));
    kunci.weekPasses();
  });

  const back = await someone();
  await test.step("on another phone the owner asks for help", async () => {
    await forgets(back, OWNER.mail);
    await back.main.getByRole("link", { name: words(/^Pendamping/, /^Recovery contact/) }).click();
    await back.sees(words("Minta bantuan pendamping", "Ask a recovery contact"));
    await back.presses(words("Kirim tautan ke pendamping", "Send the recovery contact a link"));
    await back.sees(words("Masukkan kode dari pendamping", "Enter the code from your recovery contact"));
  });

  let code = "";
  await test.step("the helper is told the rule before the code and beside it, and sees nothing of the account", async () => {
    await helper.opens(await link(words(/butuh bantuan Anda/, /need your help/)));
    await helper.sees(words("Menolong Lina?", "Help Lina?"));
    await helper.reads(words("Seseorang ingin memulihkan akun Lina", "Someone wants to recover the account of Lina"));
    await helper.reads(rule);
    await helper.presses(words("Tampilkan kode", "Show the code"));
    await helper.sees(words("Kode untuk menolong Lina", "Code to help Lina"));
    await helper.reads(rule);
    await expect(helper.page.locator("body")).not.toContainText(/lina\.marlina|Tuti, kakak/);
    code = await helper.main.locator("#helper-code").innerText();
  });

  await test.step("read out and typed, it begins a wait that says its day and hour", async () => {
    await back.types(/8/, "0000 0000");
    await back.presses(words("Lanjut", "Continue"));
    await back.reads(words("Kode ini belum cocok", "This code does not match yet"));
    await back.sees(words("Masukkan kode dari pendamping", "Enter the code from your recovery contact"));
    await back.types(/8/, code);
    await back.presses(words("Lanjut", "Continue"));
    await back.sees(words("Permintaan diterima", "Request received"));
    const until = await back.main.locator("time").getAttribute("datetime");
    const hours = (Date.parse(`${until}`) - Date.now()) / 3_600_000;
    expect(hours).toBeGreaterThan(23.9);
    expect(hours).toBeLessThanOrEqual(24);
    await expect(back.main.locator("time")).toHaveText(/\d{1,2} \S+.* \d{2}[.:]\d{2} WIB/);
    await kunci.message((message) => message.to === OWNER.mail && message.text.includes(words("Kata sandi baru diminta", "A new password was asked for")));
    await helper.page.reload();
    await helper.sees(words("Permintaan ini sudah selesai", "This request is over"));
  });

  await test.step("the owner takes it back: the password has come to mind", async () => {
    await back.presses(words("Batalkan permintaan", "Cancel the request"));
    await back.sees(words("Lupa kata sandi", "Forgot password"));
    await back.reads(words("Kata sandi tidak berubah", "Your password has not changed"));
  });
});
