// A provider of identities of its own (provider.mjs), at another site than the server: there, a browser decides which cookies come back.
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import { end } from "./kunci.ts";

/** Its id in the configuration, and so in addresses. */
const ID = "surat";

export class Provider {
  private constructor(
    private readonly issuer: string,
    private readonly child: ChildProcess,
  ) {}

  /** One that sends people back to this server. */
  static async of(server: string): Promise<Provider> {
    const script = fileURLToPath(new URL("provider.mjs", import.meta.url));
    const child = spawn("node", [script, "--back", `${server}/upstream/${ID}/back`], { stdio: ["pipe", "pipe", "ignore"] });
    const [line] = (await once(createInterface(child.stdout), "line")) as [string];
    return new Provider((JSON.parse(line) as { issuer: string }).issuer, child);
  }

  /** How a server is told of it. */
  settings(): Record<string, string> {
    return { KUNCI_UPSTREAM: `[{id="${ID}", name="Surat", issuer="${this.issuer}", client_id="kunci", client_secret="a secret of this test alone"}]` };
  }

  /** Someone is at its door. Its pages would fetch a font from far away. */
  async meets(page: Page): Promise<void> {
    await page.context().route(/^https:/, (route) => route.abort());
  }

  /** Signs in there as `who`, and lets it tell. */
  async agrees(page: Page, who: string): Promise<void> {
    await page.getByPlaceholder("Enter any login").fill(who);
    await page.getByPlaceholder("and password").fill("any");
    await page.getByRole("button", { name: "Sign-in" }).click();
    await page.getByRole("button", { name: "Continue" }).click();
  }

  /** Thinks better of it. */
  async declines(page: Page): Promise<void> {
    await page.getByRole("link", { name: "Cancel" }).click();
  }

  async stop(): Promise<void> {
    await end(this.child);
  }
}
