// A passkey instead of a password: added once, then a touch signs in. Without scripts, the pages say so and offer other ways.
import { Holder } from "../authenticators.ts";
import { expect, test } from "../story.ts";

test("a passkey signs in without a name, and whoever has none gets other ways", async ({ kunci, words, someone, signsIn, javaScriptEnabled }) => {
  const owner = await someone();
  const { login, password } = kunci.demo.owner;
  const none = words("Passkey belum bisa dipakai di sini", "Passkeys do not work here yet");
  const signIn = words("Masuk dengan passkey", "Sign in with a passkey");

  await test.step("sign in with the password", async () => {
    await signsIn(owner, { mail: login, password });
    await owner.sees(words(/^Akun /, /^Account of /));
  });

  if (!javaScriptEnabled) {
    await test.step("without scripts: calm, and with a way on", async () => {
      await owner.goes("/account/security/passkeys");
      await owner.sees(words("Tambah passkey", "Add a passkey"));
      await owner.reads(none);
      await expect(owner.main.getByRole("button")).toHaveCount(0);
      await owner.presses(words("Keluar", "Sign out"), owner.page);
      await owner.presses(signIn);
      await owner.sees(signIn);
      await owner.reads(none);
      await expect(owner.main.getByRole("button")).toHaveCount(0);
      await owner.presses(words("Kembali ke halaman masuk", "Back to signing in"));
      await owner.sees(words("Masuk", "Sign in"));
    });
    return;
  }

  const holder = await Holder.in(owner.page);

  await test.step("add one from the security page", async () => {
    await owner.goes("/account/security");
    await owner.main.getByRole("link", { name: words(/^Passkey \(sidik jari/, /^Passkey \(fingerprint/) }).click();
    await owner.sees(words("Tambah passkey", "Add a passkey"));
    await owner.types(words("Nama passkey", "Name of the passkey"), "Redmi Siti");
    await owner.presses(words("Tambah passkey", "Add a passkey"));
    await owner.sees(words("Keamanan", "Security"));
    await owner.reads("Redmi Siti");
  });

  await test.step("this phone has one now: no second is made", async () => {
    await owner.goes("/account/security/passkeys");
    await owner.presses(words("Tambah passkey", "Add a passkey"));
    await owner.reads(words("Perangkat ini sudah punya passkey", "This device already has a passkey"));
    await owner.sees(words("Tambah passkey", "Add a passkey"));
  });

  await test.step("signed out, one touch signs in: no name, no password", async () => {
    await holder.touched(false);
    await owner.presses(words("Keluar", "Sign out"), owner.page);
    await owner.sees(words("Masuk", "Sign in"));
    await holder.touched(true);
    await owner.presses(signIn);
    await owner.sees(words(/^Akun /, /^Account of /));
  });

  await test.step("the page of its own, as after the strangers' tries", async () => {
    await holder.touched(false);
    await owner.presses(words("Keluar", "Sign out"), owner.page);
    await owner.goes("/signin/passkey?next=/account/security");
    await owner.sees(signIn);
    await holder.touched(true);
    await owner.presses(words("Pakai passkey", "Use a passkey"));
    await owner.sees(words("Keamanan", "Security"));
  });

  await test.step("chosen from what the browser fills in, without a press on our page", async () => {
    const sent = owner.page.waitForRequest((request) => request.method() === "POST" && request.url().endsWith("/signin/passkey"));
    await owner.presses(words("Keluar", "Sign out"), owner.page);
    await sent;
    await owner.sees(words(/^Akun /, /^Account of /));
  });

  await test.step("in a recovery, where it is on the one list for all", async () => {
    await holder.touched(false);
    await owner.presses(words("Keluar", "Sign out"), owner.page);
    await owner.sees(words("Masuk", "Sign in"));
    await owner.presses(words("Lupa kata sandi", "Forgot password"));
    await owner.sees(words("Lupa kata sandi", "Forgot password"));
    await owner.types(words("Nama akun", "Account name"), "tidak.ada@contoh.example");
    await owner.presses(words("Lanjut", "Continue"));
    await owner.sees(words("Buktikan dengan apa?", "How will you prove it is you?"));
    await owner.main.getByRole("link", { name: words(/^Passkey \(sidik jari/, /^Passkey \(fingerprint/) }).click();
    await owner.sees(words("Buktikan dengan passkey", "Prove it with a passkey"));
    await holder.touched(true);
    await owner.presses(words("Pakai passkey", "Use a passkey"));
    await owner.reads(words("Passkey ini belum cocok", "This passkey does not match yet"));
    await owner.sees(words("Buktikan dengan passkey", "Prove it with a passkey"));
  });
});
