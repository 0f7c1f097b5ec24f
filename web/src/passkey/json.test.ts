import assert from "node:assert/strict";
import { test } from "node:test";
import { bytes, readOptions, text } from "./json.ts";

test("bytes and base64url, there and back", () => {
  for (const length of [0, 1, 2, 3, 16, 56]) {
    const some = Uint8Array.from({ length }, (_, n) => 255 - n * 3);
    const written = text(some.buffer);
    assert.match(written, /^[\w-]*$/);
    assert.deepEqual(new Uint8Array(bytes(written)), some);
  }
  assert.equal(text(Uint8Array.of(251, 255, 254).buffer), "-__-");
});

test("options: every field of bytes is one, the rest stays", () => {
  const json = { challenge: "AQI", rpId: "akun.example", userVerification: "required", allowCredentials: [{ type: "public-key", id: "Aw", transports: ["usb"] }] };
  const read = readOptions(JSON.stringify(json)) as PublicKeyCredentialRequestOptions;
  assert.deepEqual(new Uint8Array(read.challenge as ArrayBuffer), Uint8Array.of(1, 2));
  assert.deepEqual(new Uint8Array(read.allowCredentials?.[0]?.id as ArrayBuffer), Uint8Array.of(3));
  assert.equal(read.rpId, "akun.example");
  assert.deepEqual(read.allowCredentials?.[0]?.transports, ["usb"]);
  const made = readOptions(JSON.stringify({ challenge: "AQ", user: { id: "BQ", name: "a", displayName: "b" }, excludeCredentials: [] })) as PublicKeyCredentialCreationOptions;
  assert.deepEqual(new Uint8Array(made.user.id as ArrayBuffer), Uint8Array.of(5));
  assert.equal(made.user.displayName, "b");
});
