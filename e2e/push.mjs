// A push service to test against, as browsers have theirs: it takes what a server sends only where the server's token is good, and opens it
// as the browser would, with `http_ece` from npm.
//
//   node push.mjs [--at MILLISECONDS]
//
// Prints {"origin": …} once it answers, on a free port of the loopback, and ends when its standard input does. `--at` is its clock.
// A test's own words: POST /browser {key} makes a subscription, GET /kept/ID what came for it, POST /say/ID {status} what is answered next.
import { createECDH, createPublicKey, randomBytes, verify } from "node:crypto";
import { createServer } from "node:http";
import { parseArgs } from "node:util";
import ece from "http_ece";

const { values } = parseArgs({ options: { at: { type: "string" } } });
const seconds = () => Number(values.at ?? Date.now()) / 1000;
const browsers = new Map();

/** Who signed the token: its claims, if it is good here and by the key that the browser subscribed to. */
function claims(authorization, browser) {
  const [, token, key] = /^vapid t=([\w.-]+), k=([\w-]+)$/.exec(authorization ?? "") ?? [];
  if (!token || key !== browser.key) throw new Error("not by the key of this subscription");
  const [head, body, signature] = token.split(".");
  const point = Buffer.from(key, "base64url");
  const jwk = { kty: "EC", crv: "P-256", x: point.subarray(1, 33).toString("base64url"), y: point.subarray(33).toString("base64url") };
  const by = { key: createPublicKey({ key: jwk, format: "jwk" }), dsaEncoding: "ieee-p1363" };
  if (!verify("sha256", Buffer.from(`${head}.${body}`), by, Buffer.from(signature, "base64url"))) throw new Error("a bad signature");
  const read = (part) => JSON.parse(Buffer.from(part, "base64url").toString());
  const said = read(body);
  const life = said.exp - seconds();
  if (read(head).alg !== "ES256" || said.aud !== origin || life <= 0 || life > 86_400) throw new Error("a token for another place or time");
  return said;
}

function take(browser, headers, body) {
  if (browser.status) return browser.status;
  try {
    const { sub } = claims(headers.authorization, browser);
    if (headers["content-encoding"] !== "aes128gcm") throw new Error("another encoding");
    const text = ece.decrypt(body, { version: "aes128gcm", privateKey: browser.secret, authSecret: browser.auth }).toString();
    browser.kept.push({ text, sub, ttl: Number(headers.ttl), urgency: headers.urgency, topic: headers.topic });
    return 201;
  } catch (error) {
    browser.kept.push({ error: String(error) });
    return 400;
  }
}

function answer(method, path, headers, body) {
  const [, what, id] = path.split("/");
  if (what === "browser") {
    const [name, secret, auth] = [randomBytes(12).toString("hex"), createECDH("prime256v1"), randomBytes(16).toString("base64url")];
    const p256dh = secret.generateKeys().toString("base64url");
    browsers.set(name, { key: JSON.parse(body).key, secret, auth, kept: [] });
    return [200, { id: name, endpoint: `${origin}/push/${name}`, p256dh, auth }];
  }
  const browser = browsers.get(id);
  if (!browser) return [404, {}];
  if (what === "say") browser.status = JSON.parse(body).status;
  return what === "push" && method === "POST" ? [take(browser, headers, body), {}] : [200, browser.kept];
}

const server = createServer(async (request, response) => {
  const parts = [];
  for await (const part of request) parts.push(part);
  const [status, said] = answer(request.method, request.url, request.headers, Buffer.concat(parts));
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(said));
});
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const origin = `http://127.0.0.1:${server.address().port}`;
console.log(JSON.stringify({ origin }));
process.stdin.resume().on("end", () => process.exit());
