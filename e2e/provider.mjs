// A provider of identities to test against: panva's certified `oidc-provider`, with people who are whatever they type at its sign-in form,
// such as "sari@nusa.example/1": mail address, then anything that tells two people with one address apart.
//
//   node provider.mjs --back URL… [--at MILLISECONDS]
//
// Prints {"issuer": …} once it answers, on a free port of the loopback, and ends when its standard input does. `--at` stops its clock there.
import { createServer } from "node:http";
import { parseArgs } from "node:util";

const { values } = parseArgs({ options: { back: { type: "string", multiple: true }, at: { type: "string" } } });
if (values.at) {
  const at = Number(values.at);
  const Real = Date;
  globalThis.Date = class extends Real {
    constructor(...parts) {
      super(...(parts.length > 0 ? parts : [at]));
    }
    static now() {
      return at;
    }
  };
}
// Nobody reads our output after the first line: what the provider remarks must not end it.
console.info = console.warn = console.error;
process.stdout.on("error", () => {});
const { Provider } = await import("oidc-provider");

const server = createServer();
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const issuer = `http://127.0.0.1:${server.address().port}`;
const provider = new Provider(issuer, {
  clients: [{ client_id: "kunci", client_secret: "a secret of this test alone", redirect_uris: values.back }],
  claims: { openid: ["sub"], email: ["email", "email_verified"] },
  pkce: { required: () => true },
  cookies: { keys: ["a key of this test alone"] },
  findAccount: (_, id) => ({
    accountId: id,
    claims: () => ({ sub: id, email: id.split("/")[0], email_verified: !id.endsWith("/unverified") }),
  }),
});
server.on("request", provider.callback());
console.log(JSON.stringify({ issuer }));
process.stdin.resume().on("end", () => process.exit());
