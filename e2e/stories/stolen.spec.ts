// A phone is stolen with everything on it: mail, saved password, an open session. What its thief tries is ended from the laptop.
import { expect, test, type Person } from "../story.ts";
import type { Phone } from "../phone.ts";

const PHONE = "Redmi Yanti";

test.describe("the stolen phone", () => {
  /** The address of the page in hand on which this device is found. */
  const found = (person: Person) => new URL(person.page.url()).pathname;

  const settings = (person: Person) => found(person).replace("/find/", "/devices/");

  const adds = async (person: Person, phone: Phone, words: <T>(id: T, en: T) => T, server: string) => {
    await person.goes("/devices/add");
    await person.types(words("Nama perangkat", "Device name"), PHONE);
    await person.chooses(words(/HP Linux/, /Linux laptop or phone/));
    await person.presses(words("Lanjut", "Continue"));
    await phone.pair(server, await person.main.locator(".ref").innerText(), PHONE);
    await person.presses(words("Lihat apakah sudah terhubung", "See whether it is connected"));
    await person.goes("/devices");
    await person.presses(words("Atur", "Settings"));
    await person.reads(words("Peramban mana yang ada di perangkat ini?", "Which browsers are on this device?"));
    await person.chooses(words(/Perangkat ini/, /This device/));
    await person.presses(words("Simpan jawaban", "Save the answer"));
    await person.sees(words(`Atur ${PHONE}`, `Settings of ${PHONE}`));
    await expect(person.main.getByLabel(words(/Perangkat ini/, /This device/))).toBeChecked();
  };

  const marks = async (person: Person, words: <T>(id: T, en: T) => T) => {
    await person.goes("/find");
    await person.presses(words(`Cari ${PHONE}`, `Find ${PHONE}`));
    await person.presses(words("Tandai hilang", "Mark missing"));
    await person.sees(words(`Tandai ${PHONE} hilang`, `Mark ${PHONE} missing`));
    await person.presses(words("Tandai hilang", "Mark missing"));
    await person.reads(words(`${PHONE} ditandai hilang sejak`, `${PHONE} is marked missing since`));
  };

  test("the thief's recovery is ended from the laptop, and after the mark the thief's own press only holds", async ({ kunci, words, someone, phone, signsUp, signsIn, printsCodes, turnsTwoStepOn, forgets }) => {
    const OWNER = { mail: "yanti.kusuma@contoh.example", name: "Yanti", password: "bunga melati di halaman" };
    const notMe = words("Ini bukan saya", "This was not me");
    const asked = words("Kata sandi baru diminta untuk akun Anda", "A new password was asked for on your account");
    const [pocket, laptop] = [await someone(), await someone()];
    const notice = async (since: number) =>
      (await kunci.message((message) => message.to === OWNER.mail && message.text.includes(asked) && Date.parse(message.at) >= since)).links[0];

    let [saved, begun] = ["", 0];
    await test.step("an account on a phone and a laptop, with printed codes and two-step verification", async () => {
      await signsUp(pocket, OWNER);
      await signsIn(laptop, OWNER);
      await laptop.sees(words("Akun Yanti", "Account of Yanti"));
      await adds(pocket, phone, words, kunci.demo.url);
      [saved = ""] = await printsCodes(pocket);
      await turnsTwoStepOn(pocket);
      kunci.weekPasses();
    });

    await test.step("the thief reads the mail on the phone, and begins a recovery: a day to wait", async () => {
      await forgets(pocket, OWNER.mail);
      const since = Date.now() - 1_000;
      await pocket.presses(/^Email/);
      const mail = await kunci.message((message) => message.to === OWNER.mail && /^\d{8}$/.test(`${message.code}`) && Date.parse(message.at) >= since);
      await pocket.types(/8/, `${mail.code}`);
      await pocket.presses(words("Lanjut", "Continue"));
      await pocket.sees(words("Permintaan diterima", "Request received"));
      await pocket.reads(words("Pemberitahuan sudah dikirim ke semua kontak akun", "All contacts of the account were told"));
    });

    await test.step("the owner reads of it on the laptop, and ends it", async () => {
      await laptop.opens(await notice(0));
      await laptop.sees(asked);
      await laptop.reads(words("Permintaan itu akan dihentikan", "That request will be stopped"));
      await laptop.presses(notMe);
      await laptop.sees(words("Sudah kami amankan", "We have secured it"));
      await pocket.goes("/recover");
      await pocket.sees(words("Permintaan ini dihentikan", "This request was stopped"));
    });

    await test.step("the phone is marked missing; the password is lost too, and a printed code begins the owner's way back", async () => {
      await marks(laptop, words);
      begun = Date.now();
      await laptop.presses(words("Keluar", "Sign out"), laptop.page);
      await forgets(laptop, OWNER.mail);
      await laptop.main.getByRole("link", { name: words(/^Kode cadangan/, /^Recovery code/) }).click();
      await laptop.types(words("Kode cadangan", "Recovery code"), saved);
      await laptop.presses(words("Lanjut", "Continue"));
      await laptop.sees(words("Permintaan diterima", "Request received"));
    });

    await test.step("the thief presses the same button, and only holds it", async () => {
      await pocket.opens(await notice(begun));
      await pocket.sees(asked);
      await pocket.reads(words("Permintaan itu akan ditahan sampai", "That request will be held until"));
      await pocket.presses(notMe);
      await pocket.sees(words("Sudah kami tahan", "We are holding it"));
      await laptop.goes("/recover");
      await laptop.sees(words("Permintaan diterima", "Request received"));
    });
  });

  test("G3: once the phone is marked missing, its browser is out, and from there nothing is unmarked or removed", async ({ kunci, words, someone, phone, signsUp, signsIn }) => {
    const OWNER = { mail: "fitri.handayani@contoh.example", name: "Fitri", password: "perahu layar ke pulau seberang" };
    const [pocket, laptop] = [await someone(), await someone()];

    await test.step("an account on a phone, marked missing from a laptop", async () => {
      await signsUp(pocket, OWNER);
      await adds(pocket, phone, words, kunci.demo.url);
      await signsIn(laptop, OWNER);
      await laptop.sees(words("Akun Fitri", "Account of Fitri"));
      await marks(laptop, words);
    });

    await test.step("the browser on it is signed out", async () => {
      await pocket.goes("/account/security");
      await pocket.sees(words("Masuk", "Sign in"));
    });

    await test.step("the password that is saved there opens nothing, and the page says why", async () => {
      await signsIn(pocket, OWNER);
      await pocket.sees(words("Kenapa akun dikunci?", "Why is an account locked?"));
    });

    await test.step("neither is the mark taken off from there, nor does the device leave the account", async () => {
      for (const page of [`${found(laptop)}/found`, `${settings(laptop)}/remove`]) {
        await pocket.goes(page);
        await pocket.sees(/./);
        await expect(pocket.main.getByRole("button", { name: words(/ketemu|Hapus perangkat/, /Found it|Remove this/) })).toHaveCount(0);
      }
      await laptop.page.reload();
      await laptop.reads(words(`${PHONE} ditandai hilang sejak`, `${PHONE} is marked missing since`));
    });
  });
});
