// From the sign-in page to two-step verification on a laptop without a mouse: every stop can be seen, and none holds the focus.
import { laptop } from "../browser.ts";
import { expect, test } from "../story.ts";

const OWNER = { mail: "bayu.pratama@contoh.example", name: "Bayu", password: "kincir angin di tepi sawah" };

test("S-091: two-step verification is turned on with the keyboard alone", async ({ words, someone, signsUp, printsCodes }) => {
  const [before, owner] = [await someone(), await someone(laptop)];
  const keys = owner.page.keyboard;

  await test.step("an account with a second way back", async () => {
    await signsUp(before, OWNER);
    await printsCodes(before);
  });

  await test.step("signs in: two fields, and Enter in the second one", async () => {
    await owner.goes("/signin");
    await owner.sees(words("Masuk", "Sign in"));
    await owner.tabsToField(words("Nama akun", "Account name"));
    await keys.type(OWNER.mail);
    await owner.tabsToField(words("Kata sandi", "Password"));
    await keys.type("bukan yang ini");
    await keys.press("Enter");
    await expect(owner.main.getByRole("alert")).toBeFocused();
    await owner.sees(words("Masuk", "Sign in"));
    await owner.tabsToField(words("Kata sandi", "Password"));
    await keys.type(OWNER.password);
    await keys.press("Enter");
    await owner.sees(words("Akun Bayu", "Account of Bayu"));
  });

  await test.step("Security, then the switch: Enter on a link, Space on a button", async () => {
    await owner.tabsToButton(words("Keamanan", "Security"));
    await keys.press("Enter");
    await owner.sees(words("Keamanan", "Security"));
    await owner.tabsToButton(words("Aktifkan", "Turn on"));
    await keys.press("Enter");
    await owner.sees(words("Verifikasi dua langkah", "Two-step verification"));
    await owner.tabsToButton(words("Aktifkan", "Turn on"));
    await keys.press("Space");
    await owner.sees(words("Keamanan", "Security"));
    await owner.reads(words("Verifikasi dua langkah Aktif", "Two-step verification On"));
  });
});
