// The real programs: starts `kunci demo` on a free port with its own data, reads its inbox, keeps its log, stops it.
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const target = resolve(root, process.env.CARGO_TARGET_DIR ?? "target");

// Strangers come from many addresses, as through a proxy on this machine. A busy machine may let a password wait instead of sending its owner away.
// The log says everything that it ever says, so that a story can see what it does not say.
const SETTINGS = { KUNCI_SERVER_TRUSTED_PROXIES: '["127.0.0.0/8"]', KUNCI_LIMITS_HASH_WAIT_MS: "10000", KUNCI_LOG_LEVEL: "debug" };

/** The path of a program of this workspace, as built by `cargo build`. */
export const program = (name: "kunci" | "kunci-agent") => join(target, "debug", name);

/** What `kunci demo --json` says of itself in its first line. */
export interface Demo {
  url: string;
  inbox_url: string;
  owner: { login: string; password: string };
}

/** A mail or phone message as the demo's inbox shows it. */
export interface Message {
  id: string;
  channel: "email" | "sms" | "whatsapp";
  to: string;
  subject: string | null;
  text: string;
  code: string | null;
  links: string[];
  at: string;
}

/** A running demo server. */
export class Kunci {
  private constructor(
    readonly demo: Demo,
    private readonly child: ChildProcess,
    private readonly data: string,
    private readonly lines: string[],
  ) {}

  /** Port 0 lets the system choose; `settings` are added to what every story sets. */
  static async start(port = 0, settings: Record<string, string> = {}): Promise<Kunci> {
    const data = await mkdtemp(join(tmpdir(), "kunci-story-"));
    const child = spawn(program("kunci"), ["demo", "--listen", `127.0.0.1:${port}`, "--data", data, "--json"], { cwd: root, env: { ...process.env, ...SETTINGS, ...settings }, stdio: ["ignore", "pipe", "pipe"] });
    const lines: string[] = [];
    createInterface(child.stderr).on("line", (line) => lines.push(line));
    const first = new Promise<string>((found, failed) => {
      createInterface(child.stdout).on("line", (line) => (lines.push(line), found(line)));
      child.once("error", failed);
      child.once("exit", (code) => failed(new Error(`kunci demo ended with ${code} before it was ready:\n${lines.join("\n")}`)));
    });
    const demo = JSON.parse(await first) as Demo;
    lines.length = 0; // that line holds the demo's sign-ins on purpose; what follows is the log
    return new Kunci(demo, child, data, lines);
  }

  /** An address of the server. */
  url(path: string): string {
    return new URL(path, this.demo.url).href;
  }

  /** All messages sent so far, newest first. */
  async messages(): Promise<Message[]> {
    const inbox = new URL(this.demo.inbox_url);
    inbox.searchParams.set("format", "json");
    const response = await fetch(inbox);
    if (!response.ok) throw new Error(`the inbox answered ${response.status}`);
    return (await response.json()) as Message[];
  }

  /** The newest message that fits, as soon as there is one. */
  async message(fits: (message: Message) => boolean, within = 15_000): Promise<Message> {
    const until = Date.now() + within;
    for (;;) {
      const messages = await this.messages();
      const found = messages.find(fits);
      if (found) return found;
      if (Date.now() > until) throw new Error(`no such message came; there are: ${messages.map(({ to, subject, text }) => `${to}: ${subject ?? text}`).join(" | ")}`);
      await new Promise((next) => setTimeout(next, 100));
    }
  }

  /** A story cannot wait until what was set up counts in full: to the server, it was set up eight days ago. */
  weekPasses(): void {
    const ages = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], timeout=5); c.execute('UPDATE authenticators SET added_at = added_at - 691200000000'); c.execute('DELETE FROM message_budgets'); c.commit()";
    execFileSync("python3", ["-c", ages, join(this.data, "kunci.db")]);
  }

  /** Everything the server logged since it was ready. */
  log(): string {
    return this.lines.join("\n");
  }

  /** Lets the server drain, and removes its data. */
  async stop(): Promise<void> {
    await end(this.child);
    await rm(this.data, { recursive: true, force: true });
  }
}

/** Ends a process that we started: politely, then after 40 s (the drain takes up to 30) for certain. */
export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGTERM");
  const last = setTimeout(() => child.kill("SIGKILL"), 40_000);
  await gone;
  clearTimeout(last);
}
