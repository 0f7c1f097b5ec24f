// An account elsewhere, such as Google's: connected once, then it signs in and recovers. Its mail address alone opens nothing.
import { Kunci } from "../kunci.ts";
import { freePort } from "../port.ts";
import { Provider } from "../provider.ts";
import { expect, test as story } from "../story.ts";

const SARI = "sari@nusa.example/1";
const NAMESAKE = "sari@nusa.example/2";

const test = story.extend<{}, { kunci: Kunci; provider: Provider; port: number }>({
  port: [async ({}, use) => use(await freePort()), { scope: "worker" }],
  provider: [
    async ({ port }, use) => {
      const provider = await Provider.of(`http://localhost:${port}`);
      await use(provider);
      await provider.stop();
    },
    { scope: "worker" },
  ],
  kunci: [
    async ({ port, provider }, use) => {
      const kunci = await Kunci.start(port, provider.settings());
      await use(kunci);
      await kunci.stop();
    },
    { scope: "worker" },
  ],
});

test("S-054: a connected account signs in and recovers, and one with the same mail does not", async ({ kunci, provider, words, someone, forgets }) => {
  const { login, password } = kunci.demo.owner;
  const signIn = words("Masuk dengan Surat", "Sign in with Surat");
  const connect = words("Sambungkan Surat", "Connect Surat");
  const owner = await someone();
  await provider.meets(owner.page);

  await test.step("not connected yet: the button says what to do first", async () => {
    await owner.goes("/signin");
    await owner.sees(words("Masuk", "Sign in"));
    await owner.main.getByRole("link", { name: signIn }).first().click();
    await provider.agrees(owner.page, SARI);
    await owner.sees(words("Akun Surat ini belum tersambung", "This Surat account is not connected yet"));
    await owner.reads(words(`pilih "${connect}"`, `choose "${connect}"`));
    await owner.presses(words("Masuk dengan cara lain", "Sign in another way"));
    await owner.sees(words("Masuk", "Sign in"));
    await owner.types(words("Nama akun", "Account name"), login);
    await owner.types(words("Kata sandi", "Password"), password);
    await owner.presses(words("Masuk", "Sign in"));
    await owner.sees(words(/^Akun /, /^Account of /));
  });

  await test.step("connected, and told to every contact", async () => {
    await owner.goes("/account/security");
    await owner.main.getByRole("link", { name: connect }).click();
    await owner.sees(words("Sambungkan akun lain", "Connect another account"));
    await owner.main.getByRole("link", { name: connect }).click();
    await owner.sees(words("Keamanan", "Security"));
    await owner.reads("Surat s…i@n….example");
    await kunci.message((message) => message.to === login && message.text.includes("Akun lain baru saja disambungkan"));
  });

  await test.step("once more: it is connected already", async () => {
    await owner.goes("/account/security/upstream");
    await owner.sees(words("Sambungkan akun lain", "Connect another account"));
    await owner.reads(words("Sudah ada yang tersambung", "One is connected already"));
    await owner.main.getByRole("link", { name: connect }).click();
    await owner.sees(words("Akun Surat ini sudah tersambung", "This Surat account is connected already"));
    await owner.presses(words("Kembali ke halaman Keamanan", "Back to Security"));
    await owner.sees(words("Keamanan", "Security"));
  });

  await test.step("signed out, it signs in without a password", async () => {
    await owner.presses(words("Keluar", "Sign out"), owner.page);
    await owner.sees(words("Masuk", "Sign in"));
    await owner.main.getByRole("link", { name: signIn }).first().click();
    await owner.sees(words(/^Akun /, /^Account of /));
  });

  await test.step("someone else there with the same mail address stays outside, and so does who says no", async () => {
    const other = await someone();
    await provider.meets(other.page);
    await other.goes("/signin");
    await other.main.getByRole("link", { name: signIn }).first().click();
    await provider.declines(other.page);
    await other.sees(words("Belum ada izin dari Surat", "No permission from Surat yet"));
    await other.presses(words("Coba lagi", "Try again"));
    await provider.agrees(other.page, NAMESAKE);
    await other.sees(words("Akun Surat ini belum tersambung", "This Surat account is not connected yet"));
    await other.reads(words("Email yang sama belum cukup", "The same email is not enough"));
    expect((await other.page.context().cookies(kunci.demo.url)).map((cookie) => cookie.name), "not signed in").not.toContain("session");
  });

  await test.step("a week later the password is forgotten, and it is one way back", async () => {
    kunci.weekPasses();
    const back = await someone();
    await provider.meets(back.page);
    await forgets(back, login);
    await back.main.getByRole("link", { name: words("Akun yang tersambung (Surat)", "A connected account (Surat)") }).click();
    await back.sees(words("Buktikan lewat akun lain", "Prove it with another account"));
    await back.main.getByRole("link", { name: words("Lanjut ke Surat", "Go on to Surat") }).click();
    await provider.agrees(back.page, SARI);
    await back.sees(words("Buat kata sandi baru", "Set a new password"));
  });
});
