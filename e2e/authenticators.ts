// What an owner proves with besides a password: an authenticator app, and whatever holds passkeys.
import { createHmac } from "node:crypto";
import type { CDPSession, Page } from "@playwright/test";

/** How many steps of 30 seconds have passed. */
export const step = (): number => Math.floor(Date.now() / 30_000);

/** What an authenticator app shows at a step (RFC 6238). */
export function totp(letters: string, step: number): string {
  const bits = [...letters.replaceAll(" ", "")].map((letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0")).join("");
  const secret = Buffer.from(bits.match(/.{8}/g)!.map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac("sha1", secret).update(counter).digest();
  const number = mac.readUInt32BE(mac.at(-1)! & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}

/** A phone's own holder of passkeys, which is touched at once unless it is told to wait. */
export class Holder {
  private constructor(
    private readonly session: CDPSession,
    private readonly authenticatorId: string,
  ) {}

  static async in(page: Page): Promise<Holder> {
    const session = await page.context().newCDPSession(page);
    await session.send("WebAuthn.enable");
    const { authenticatorId } = await session.send("WebAuthn.addVirtualAuthenticator", {
      options: { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
    });
    return new Holder(session, authenticatorId);
  }

  /** Whether it is touched as soon as it is asked. */
  async touched(enabled: boolean): Promise<void> {
    await this.session.send("WebAuthn.setAutomaticPresenceSimulation", { authenticatorId: this.authenticatorId, enabled });
  }

  /** Another phone of the same owner has its passkeys too. */
  async shares(other: Holder): Promise<void> {
    const { credentials } = await this.session.send("WebAuthn.getCredentials", { authenticatorId: this.authenticatorId });
    for (const credential of credentials) await other.session.send("WebAuthn.addCredential", { authenticatorId: other.authenticatorId, credential });
  }
}
