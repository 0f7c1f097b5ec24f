// The main job, end to end: locked out, told why, back in, phone found.
import { attack } from "../strangers.ts";
import { expect, test } from "../story.ts";

const PHONE = "Redmi Siti";
const NAME = "Siti Aminah";
const MAIL = "siti.aminah@contoh.example";
const CONTACT = "0812 3456 7890";
const NEW_PASSWORD = "perahu kertas menuju pulau";
const PASSWORD = "sepeda biru di bawah hujan";

test("strangers try, the owner gets in, and the phone is found", async ({ kunci, words, someone, phone, javaScriptEnabled }) => {
  test.setTimeout(300_000);
  const secrets = [MAIL, PASSWORD, NEW_PASSWORD, NAME, PHONE, CONTACT, "81234567890"];
  const letter = async (to: string, subject: RegExp) => {
    const found = await kunci.message((message) => message.to === to && subject.test(`${message.subject}`));
    secrets.push(...(found.code ? [found.code] : []), ...found.links.flatMap((link) => new URL(link).pathname.split("/").slice(2))); // "/check" is the same for everyone
    return found;
  };
  const owner = await someone();
  const elsewhere = await someone();
  const signsIn = async (person: typeof owner, password: string) => {
    await person.types(words("Nama akun", "Account name"), MAIL);
    await person.types(words("Kata sandi", "Password"), password);
    await person.presses(words("Masuk", "Sign in"));
  };

  await test.step("sign up, and verify by the mailed code", async () => {
    await owner.goes("/signup");
    await owner.sees(words("Buat akun", "Create an account"));
    await owner.types(/^Email/, MAIL);
    await owner.presses(words("Kirim kode", "Send code"));
    await owner.sees(words("Masukkan kode", "Enter the code"));
    await owner.types(/6/, (await letter(MAIL, /\d{6}/)).code ?? "");
    await owner.presses(words("Lanjut", "Continue"));
    await owner.sees(words("Nama dan kata sandi", "Name and password"));
    await owner.types(words("Nama panggilan", "What shall we call you?"), NAME);
    await owner.types(words("Kata sandi baru", "New password"), PASSWORD);
    await owner.presses(words("Buat akun", "Create account"));
    await owner.sees(words(`Akun ${NAME}`, `Account of ${NAME}`));
  });

  await test.step("add the phone", async () => {
    await owner.presses(words("Tambah HP", "Add a phone"));
    await owner.sees(words("Tambah HP atau perangkat", "Add a phone or device"));
    await owner.types(words("Nama perangkat", "Device name"), PHONE);
    await owner.chooses(words(/HP Linux/, /Linux laptop or phone/));
    await owner.presses(words("Lanjut", "Continue"));
    await owner.sees(words("Kode untuk perangkat itu", "Code for that device"));
    const code = await owner.main.locator(".ref").innerText();
    secrets.push(code, code.replace("-", ""));
    await phone.pair(kunci.demo.url, code, PHONE);
    await owner.presses(words("Lihat apakah sudah terhubung", "See whether it is connected"));
    await owner.sees(words(`${PHONE} sudah terhubung`, `${PHONE} is connected`));
  });

  await test.step("200 wrong passwords from 50 addresses, and the owner signs in throughout", async () => {
    for (let round = 0; round < 4; round++) {
      const guesses = attack(kunci.demo.url, MAIL, 50, 50);
      if (round < 3) {
        await owner.presses(words("Keluar", "Sign out"), owner.page);
        await owner.sees(words("Masuk", "Sign in"));
        await signsIn(owner, PASSWORD);
        await owner.sees(words(`Akun ${NAME}`, `Account of ${NAME}`));
      }
      const answers = await guesses;
      expect(answers.map(({ status, opened }) => status >= 500 || opened)).toEqual(Array(50).fill(false));
    }
    await letter(MAIL, words(/mencoba masuk/, /tried to sign in/));
  });

  await test.step("told why: everyone in general, the owner in person", async () => {
    await elsewhere.goes("/help/locked");
    await elsewhere.sees(words("Kenapa akun dikunci?", "Why is an account locked?"));
    await elsewhere.reads(words("Kata sandi berkali-kali belum cocok", "password did not match"));
    await owner.goes("/help/locked");
    await owner.sees(words("Kenapa akun dikunci?", "Why is an account locked?"));
    await owner.reads(words(/\d+ kali kata sandi belum cocok, dari \d+ tempat yang belum kami kenal/, /\d+ wrong passwords from \d+ places/));
    await owner.goes("/");
  });

  await test.step("a new browser needs one mailed link, and gets in", async () => {
    await elsewhere.goes("/signin");
    await signsIn(elsewhere, PASSWORD);
    await elsewhere.sees(words("Satu langkah dulu, lalu kata sandi", "One step first, then the password"));
    await elsewhere.presses(words("Kirim tautan", "Send link"));
    await elsewhere.sees(words("Tautan dikirim, jika data tadi cocok", "Link sent, if what you entered matches"));
    await elsewhere.opens((await letter(MAIL, words(/Tautan masuk/, /sign-in link/))).links[0]);
    await elsewhere.sees(words("Lanjut masuk di perangkat ini?", "Go on signing in on this device?"));
    await elsewhere.presses(words("Lanjut", "Continue"));
    await elsewhere.sees(words("Masuk", "Sign in"));
    await signsIn(elsewhere, PASSWORD);
    await elsewhere.sees(words(`Akun ${NAME}`, `Account of ${NAME}`));
    await letter(MAIL, words(/dibuka di perangkat lain/, /opened on another device/));
  });

  await test.step("forgot password, new password", async () => {
    await elsewhere.presses(words("Keluar", "Sign out"), elsewhere.page);
    await elsewhere.presses(words("Lupa kata sandi", "Forgot password"));
    await elsewhere.sees(words("Lupa kata sandi", "Forgot password"));
    await elsewhere.types(words("Nama akun", "Account name"), MAIL);
    await elsewhere.presses(words("Lanjut", "Continue"));
    await elsewhere.sees(words("Buktikan dengan apa?", "How will you prove it is you?"));
    await elsewhere.presses(/^Email/);
    await elsewhere.sees(words("Kode dikirim, jika data tadi cocok", "Code sent, if what you entered matches"));
    await elsewhere.types(/8/, (await letter(MAIL, /\d{8}/)).code ?? "");
    await elsewhere.presses(words("Lanjut", "Continue"));
    await elsewhere.sees(words("Buat kata sandi baru", "Set a new password"));
    await elsewhere.types(words("Kata sandi baru", "New password"), NEW_PASSWORD);
    await elsewhere.presses(words("Simpan kata sandi", "Save the password"));
    await elsewhere.sees(words("Ini semua dari Anda?", "Was all of this you?"));
    await letter(MAIL, words(/baru saja diganti/, /was just changed/));
    await elsewhere.presses(words("Selesai", "Done"));
    await elsewhere.sees(words("Cek jalan kembali", "Way-back check-up"));
  });

  const place = owner.main.locator("[data-field=coordinates]");
  await test.step("the phone appears on the map, and moves", async () => {
    await phone.switchOn();
    await owner.goes("/find");
    await owner.sees(words("HP hilang atau dicuri?", "Phone lost or stolen?")); // the reset ended this browser's session too
    await signsIn(owner, NEW_PASSWORD);
    await owner.sees(words("Cari HP", "Find my phone"));
    await owner.presses(words(`Cari ${PHONE}`, `Find ${PHONE}`));
    await owner.sees(words(`Cari ${PHONE}`, `Find ${PHONE}`));
    await owner.keepsUp((within) => expect(place).toHaveText(/0[.,]0\d+, 109[.,]3\d+/, within));
    const first = await place.innerText();
    if (javaScriptEnabled) await expect(owner.main.locator(".map").getByRole("button", { name: PHONE })).toBeVisible();
    await owner.keepsUp((within) => expect(place).not.toHaveText(first, within));
  });

  const newest = owner.main.locator(".commands > li").first();
  await test.step("ring, acknowledged", async () => {
    await owner.presses(words("Bunyikan HP", "Ring the phone"));
    await owner.keepsUp((within) => expect(newest.locator(".state")).toHaveAttribute("data-state", "acknowledged", within));
    await owner.sees(words(`Cari ${PHONE}`, `Find ${PHONE}`));
    await expect.poll(() => phone.hasRung()).toBe(true);
    await phone.silence();
    await owner.keepsUp((within) => expect(newest.locator(".state")).toHaveAttribute("data-state", "done", within));
    await owner.reads(words("Bunyinya dihentikan di HP itu", "Somebody stopped the sound on the phone"));
  });

  await test.step("marked missing, and found again", async () => {
    await owner.presses(words("Tandai hilang", "Mark missing"));
    await owner.sees(words(`Tandai ${PHONE} hilang`, `Mark ${PHONE} missing`));
    await owner.types(words(/^Nomor yang bisa dihubungi/, /^A number to call/), CONTACT);
    await owner.presses(words("Tandai hilang", "Mark missing"));
    await owner.sees(words(`Cari ${PHONE}`, `Find ${PHONE}`));
    await owner.reads(words(`${PHONE} ditandai hilang sejak`, `${PHONE} is marked missing since`));
    await expect.poll(() => phone.shows()).toContain(words("Pemiliknya dapat dihubungi di +6281234567890", "Its owner can be reached at +6281234567890"));
    await letter(MAIL, words(/ditandai hilang/, /marked missing/));
    await owner.presses(words("Sudah ketemu, hapus tanda hilang", "Found it, take the mark off"));
    await owner.sees(words(`Cari ${PHONE}`, `Find ${PHONE}`));
    await owner.reads(words("tidak ditandai hilang lagi", "no longer marked missing"));
    await expect.poll(() => phone.shows()).toBe("");
    await letter(MAIL, words(/sudah ketemu/, /found/));
  });

  await test.step("S-038: the log of all this holds none of it", async () => {
    // A clock that counts microseconds shows any six digits sooner or later.
    const log = kunci.log().replaceAll(/"timestamp":"[^"]*"|"ms":[0-9.e-]+/g, "");
    expect(log).toContain('"route":"/signin"');
    for (const secret of secrets) expect(log).not.toContain(secret);
  });
});
