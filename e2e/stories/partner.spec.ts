// Whoever reads the owner's mail ends what the owner asks for, twice. The third time it is only put off.
import { expect, test } from "../story.ts";

const OWNER = { mail: "indah.permata@contoh.example", name: "Indah", password: "payung merah di teras" };

test("G4: a partner who reads the mail cannot keep the owner out for ever", async ({ kunci, words, someone, signsUp, printsCodes, turnsTwoStepOn, forgets }) => {
  const asked = words("Kata sandi baru diminta untuk akun Anda", "A new password was asked for on your account");
  const received = words("Permintaan diterima", "Request received");
  const [owner, partner] = [await someone(), await someone()];

  let codes: string[] = [];
  await test.step("an account with printed codes and two-step verification, a week ago", async () => {
    await signsUp(owner, OWNER);
    codes = await printsCodes(owner);
    await turnsTwoStepOn(owner);
    kunci.weekPasses();
    await owner.presses(words("Keluar", "Sign out"), owner.page);
  });

  /** The owner begins a recovery with a code from the paper; the partner opens the notice of it. */
  const round = async (code: string | undefined) => {
    const since = Date.now();
    await forgets(owner, OWNER.mail);
    await owner.main.getByRole("link", { name: words(/^Kode cadangan/, /^Recovery code/) }).click();
    await owner.types(words("Kode cadangan", "Recovery code"), `${code}`);
    await owner.presses(words("Lanjut", "Continue"));
    await owner.sees(received);
    const notice = await kunci.message((message) => message.to === OWNER.mail && message.text.includes(asked) && Date.parse(message.at) >= since);
    await partner.opens(notice.links[0]);
    await partner.sees(asked);
  };
  const notMe = words("Ini bukan saya", "This was not me");

  for (const code of [0, 1]) {
    await test.step(`request ${code + 1} is stopped`, async () => {
      await round(codes[code]);
      await partner.reads(words("Permintaan itu akan dihentikan", "That request will be stopped"));
      await partner.presses(notMe);
      await partner.sees(words("Sudah kami amankan", "We have secured it"));
      await owner.goes("/recover");
      await owner.sees(words("Permintaan ini dihentikan", "This request was stopped"));
    });
  }

  await test.step("the third is put off for a week, and goes on", async () => {
    await round(codes[2]);
    await partner.reads(words("berjalan lagi kalau buktinya ditunjukkan lagi", "it goes on if its proofs are shown again"));
    await partner.presses(notMe);
    await partner.sees(words("Sudah kami tahan", "We are holding it"));
    await partner.reads(words("ditunda sampai", "put off until"));
    await owner.goes("/recover");
    await owner.sees(received);
    const days = (Date.parse(`${await owner.main.locator("time").getAttribute("datetime")}`) - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(6.9);
    expect(days).toBeLessThanOrEqual(7);
  });

  await test.step("pressed once more, it moves no further", async () => {
    const before = await owner.main.locator("time").getAttribute("datetime");
    await partner.page.reload();
    await owner.page.reload();
    expect(await owner.main.locator("time").getAttribute("datetime")).toBe(before);
  });
});
