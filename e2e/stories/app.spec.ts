// An app of the operator's own: everything that the pages do, by the API, with the pages' own limits and texts.
import { App } from "../app.ts";
import { step, totp } from "../authenticators.ts";
import { expect, test } from "../story.ts";

const OWNER = { mail: "bagus.w@contoh.example", name: "Bagus", password: "rel kereta ke arah laut" };
const NEW_PASSWORD = "payung biru di stasiun tua";

test("S-053, S-101: an app signs up, proves, protects and recovers an account, and the pages see the same", async ({ kunci, words, language, someone, signsIn, javaScriptEnabled }) => {
  test.skip(!javaScriptEnabled, "the same requests, whatever a page may do");
  let networks = 0;
  const app = () => new App(kunci.demo.url, language, `36.66.${(networks += 1)}.20`);
  const code = async (since: number) => (await kunci.message((message) => message.to === OWNER.mail && message.code !== null && Date.parse(message.at) >= since)).code;
  const phone = app();
  let codes: string[] = [];

  await test.step("sign up, with the pages' own sentences about what is wrong", async () => {
    const wrong = await phone.post("signup", { contact: "bagus@" });
    expect(wrong.body).toMatchObject({ status: 422, code: "not_accepted", field: "contact", detail: expect.stringMatching(words(/belum lengkap/, /not complete yet/)) });
    const since = Date.now() - 1_000;
    expect((await phone.post("signup", { contact: OWNER.mail })).status).toBe(204);
    expect((await phone.get("signup")).body).toMatchObject({ state: "code", contact: OWNER.mail });
    expect((await phone.post("signup/code", { code: await code(since) })).body).toMatchObject({ state: "finish" });
    expect((await phone.post("signup/account", OWNER)).status).toBe(201);
    expect((await phone.get("account")).body).toMatchObject({ name: OWNER.name, language });
  });

  await test.step("an authenticator app, codes on paper, two-step verification", async () => {
    const setup = (await phone.post("methods/totp")).body;
    expect(setup.uri).toContain("otpauth://totp/");
    expect((await phone.post("methods/totp/code", { name: "Aegis", code: "000000" })).body).toMatchObject({ code: "not_accepted", field: "code" });
    expect((await phone.post("methods/totp/code", { name: "Aegis", code: totp(setup.secret, step()) })).status).toBe(201);
    codes = (await phone.post("methods/recovery-codes", {})).body.codes;
    expect(codes).toHaveLength(10);
    expect((await phone.put("two-step", { on: true })).status).toBe(204);
    const { methods } = (await phone.get("methods")).body as { methods: { kind: string }[] };
    expect(methods.map(({ kind }) => kind)).toEqual(["password", "email", "totp", "recovery-code"]);
    kunci.weekPasses();
  });

  await test.step("another phone is asked for a second step, and told what would do", async () => {
    const other = app();
    expect((await other.post("signin", { name: OWNER.mail, password: "bukan yang ini" })).body).toMatchObject({ code: "not_accepted", field: "password" });
    const signing = (await other.post("signin", { name: OWNER.mail, password: OWNER.password })).body;
    expect(signing).toMatchObject({ state: "prove", prove: "/api/v1/prove/signin" });
    expect((await other.get("account")).body).toMatchObject({ code: "sign_in_required" });
    const { ways } = (await other.get(signing.prove)).body as { ways: { steps: { kind: string; at: string }[] }[] };
    const paper = ways.map(({ steps }) => steps[0]).find((first) => first?.kind === "recovery-code");
    expect((await other.post(`${paper?.at}`, { code: codes[0] })).body).toMatchObject({ state: "signed_in" });
    expect((await other.get("account")).status).toBe(200);
    expect((await other.remove("session")).status).toBe(204);
  });

  await test.step("an approval: this phone shows a number, the first one types it", async () => {
    const other = app();
    await other.post("signin", { name: OWNER.mail, password: OWNER.password });
    const asked = await other.post("prove/signin/approval");
    expect(asked.status).toBe(202);
    const { approvals } = (await phone.get("approvals")).body as { approvals: { id: string }[] };
    expect(approvals).toHaveLength(1);
    expect((await phone.post(`approvals/${approvals[0]?.id}`, { number: asked.body.number })).status).toBe(204);
    expect((await other.post("prove/signin/approval")).body).toMatchObject({ state: "signed_in" });
  });

  await test.step("taking protection away: asked twice, then it waits and is told; whoever began it takes it back", async () => {
    const { methods } = (await phone.get("methods")).body as { methods: { kind: string; id: string }[] };
    const sheet = `methods/${methods.find(({ kind }) => kind === "recovery-code")?.id}`;
    expect((await phone.remove(sheet)).body).toMatchObject({ status: 409, code: "confirm_first" });
    const since = Date.now() - 1_000;
    const waits = await phone.remove(`${sheet}?sure=true`);
    expect(waits).toMatchObject({ status: 202, body: { until: expect.any(String) } });
    await kunci.message((message) => message.to === OWNER.mail && message.links.length > 0 && message.code === null && Date.parse(message.at) >= since);
    const { requests } = (await phone.get("requests")).body as { requests: { id: string }[] };
    expect(requests.map(({ id }) => id)).toEqual([waits.body.request]);
    expect((await phone.remove(`requests/${waits.body.request}`)).status).toBe(204);
    expect((await phone.get("requests")).body).toMatchObject({ requests: [] });
  });

  await test.step("forgotten: nothing is said before a proof, two independent ones open it at once", async () => {
    const found = app();
    const begun = await found.post("recovery", { name: OWNER.mail });
    const nobody = await app().post("recovery", { name: "tidak.ada@contoh.example" });
    expect(nobody).toEqual(begun);
    const since = Date.now() - 1_000;
    await found.post("recovery/messages", { way: "email" });
    expect((await found.get("recovery")).body).toMatchObject({ state: "code" });
    const half = (await found.post("recovery/code", { code: await code(since) })).body;
    expect(half).toMatchObject({ state: expect.stringMatching(/more|waiting/) });
    const { ways } = half as { ways: { kind: string; at: string }[] };
    const paper = ways.find(({ kind }) => kind === "recovery-code");
    expect((await found.post(`${paper?.at}`, { code: codes[1] })).status).toBe(200);
    expect((await found.get("recovery")).body).toMatchObject({ state: "password", login: OWNER.mail });
    expect((await found.put("recovery/password", { password: "password123" })).body).toMatchObject({ code: "not_accepted", field: "password" });
    expect((await found.put("recovery/password", { password: NEW_PASSWORD })).body).toMatchObject({ signed_in: true, two_step: true });
    expect((await phone.get("account")).body).toMatchObject({ code: "sign_in_required" });
    const { notices } = (await found.get("notices")).body as { notices: object[] };
    expect(notices.length).toBeGreaterThan(2);
  });

  await test.step("the pages know the same account", async () => {
    const owner = await someone();
    await signsIn(owner, { ...OWNER, password: NEW_PASSWORD });
    await owner.sees(words("Satu langkah lagi", "One more step"));
  });
});
