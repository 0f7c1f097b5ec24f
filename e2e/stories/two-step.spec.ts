// Two-step verification with an authenticator app, and the paper that helps when the app is gone.
import { step, totp } from "../authenticators.ts";
import { expect, test } from "../story.ts";

const NAME = "Dewi Lestari";
const MAIL = "dewi.lestari@contoh.example";
const PASSWORD = "layang layang di atas sawah";
const APP = "Aegis";

test("an app is set up, a new browser needs it, and a saved code stands in for it", async ({ kunci, words, someone, signsUp, signsIn }) => {
  const owner = await someone();
  const isAsked = async (person: typeof owner) => {
    await signsIn(person, { mail: MAIL, password: PASSWORD });
    await person.sees(words("Satu langkah lagi", "One more step"));
  };

  await test.step("sign up", () => signsUp(owner, { mail: MAIL, name: NAME, password: PASSWORD }));

  let letters = "";
  let confirmed = 0;
  await test.step("set an app up, with the letters that it would read from the picture", async () => {
    await owner.goes("/account/security");
    await owner.main.getByRole("link", { name: words("Aplikasi kode", "Authenticator app") }).click();
    await owner.sees(words("Pasang aplikasi kode", "Set up an authenticator app"));
    await expect(owner.main.locator("figure.qr svg")).toBeVisible();
    await owner.main.locator("details.more summary").click();
    letters = await owner.main.locator("#secret").innerText();
    await owner.types(words("Nama aplikasi kode", "Name of the app"), APP);
    await owner.chooses(words(/HP lain/, /Another phone/));
    await owner.types(/6/, "000000");
    await owner.presses(words("Simpan aplikasi kode", "Save the app"));
    await owner.sees(words("Pasang aplikasi kode", "Set up an authenticator app"));
    await owner.reads(words("Kode belum cocok", "does not match yet"));
    expect(await owner.main.locator("#secret").textContent(), "the same secret").toBe(letters);
    confirmed = step();
    await owner.types(/6/, totp(letters, confirmed));
    await owner.presses(words("Simpan aplikasi kode", "Save the app"));
    await owner.sees(words("Keamanan", "Security"));
    await owner.reads(APP);
  });

  let saved: string[] = [];
  await test.step("make the card for the drawer at home", async () => {
    await owner.main.getByRole("link", { name: words("Kode cadangan", "Recovery codes") }).click();
    await owner.sees(words("Kode cadangan", "Recovery codes"));
    await owner.presses(words("Buat kode cadangan", "Make recovery codes"));
    await owner.sees(words("Simpan kode cadangan ini", "Keep these recovery codes"));
    saved = await owner.main.locator(".codes code").allInnerTexts();
    expect(saved).toHaveLength(10);
    await owner.page.emulateMedia({ media: "print" });
    await expect(owner.main.locator(".codes code").first()).toBeVisible();
    await expect(owner.page.locator("footer")).toBeHidden();
    await expect(owner.main.getByRole("button")).toHaveCount(0);
    await owner.page.emulateMedia({ media: "screen" });
    const [download] = await Promise.all([owner.page.waitForEvent("download"), owner.presses(words("Unduh PDF", "Download PDF"))]);
    expect(download.suggestedFilename()).toBe("kode-cadangan.pdf");
    await owner.presses(words("Sudah saya simpan", "I have kept them"));
    await owner.sees(words("Keamanan", "Security"));
  });

  await test.step("turn two-step verification on", async () => {
    await owner.goes("/account/security/two-step");
    await owner.sees(words("Verifikasi dua langkah", "Two-step verification"));
    await owner.presses(words("Aktifkan", "Turn on"));
    await owner.sees(words("Keamanan", "Security"));
  });

  await test.step("a new browser asks for the app's code", async () => {
    const elsewhere = await someone();
    await isAsked(elsewhere);
    await elsewhere.main.getByRole("link", { name: new RegExp(APP) }).click();
    await elsewhere.sees(words("Masukkan kode dari aplikasi", "Enter the code from the app"));
    await elsewhere.reads(words(`Buka ${APP}`, `Open ${APP}`));
    // The code that set it up is used; a phone's clock may be one step ahead.
    const code = totp(letters, Math.max(step(), confirmed + 1));
    await elsewhere.types(/6/, `${code.slice(0, 3)} ${code.slice(3)}`);
    await elsewhere.presses(words("Lanjut", "Continue"));
    await elsewhere.sees(words(`Akun ${NAME}`, `Account of ${NAME}`));
  });

  await test.step("without the app, a saved code does, once, and brings the next one", async () => {
    const abroad = await someone();
    await isAsked(abroad);
    await abroad.main.getByRole("link", { name: words(/^Kode cadangan/, /^Recovery code/) }).click();
    await abroad.sees(words("Masukkan kode cadangan", "Enter a recovery code"));
    await abroad.types(words("Kode cadangan", "Recovery code"), `${saved[0]}`.toLowerCase());
    await abroad.presses(words("Lanjut", "Continue"));
    await abroad.sees(words("Kode tadi sudah terpakai", "That code is used up"));
    expect(await abroad.main.locator(".codes code").allInnerTexts()).toHaveLength(1);
    await abroad.presses(words("Lanjut", "Continue"));
    await abroad.sees(words(`Akun ${NAME}`, `Account of ${NAME}`));
    await kunci.message((message) => message.to === MAIL && message.text.includes(words("Satu kode cadangan baru saja dipakai", "A recovery code was just used")));
  });
});
