// The lost phone: the real `kunci-agent`, and a real gpsd that gpsfake feeds with sentences of a walk through Pontianak.
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { end, program } from "./kunci.ts";
import { freePort } from "./port.ts";

export class Phone {
  private readonly running: ChildProcess[] = [];
  private readonly lines: string[] = [];
  private constructor(
    private readonly folder: string,
    private readonly gpsd: string,
    private readonly language: string,
  ) {}

  static async inHand(language: string): Promise<Phone> {
    return new Phone(await mkdtemp(join(tmpdir(), "kunci-phone-")), `127.0.0.1:${await freePort()}`, language);
  }

  /** Joins the account that shows this code. */
  async pair(server: string, code: string, name: string): Promise<void> {
    const agent = this.start(program("kunci-agent"), ["pair", "--server", server, "--code", code, "--name", name, ...this.tools()]);
    const [status] = (await once(agent, "exit")) as [number | null];
    if (status !== 0) throw new Error(`the agent could not pair:\n${this.log()}`);
  }

  /** Switches the phone on: it sees the sky, walks, and reports. */
  async switchOn(): Promise<void> {
    const track = join(this.folder, "walk.nmea");
    await writeFile(track, walk(new Date()));
    const port = this.gpsd.split(":")[1] ?? "";
    // gpsfake plays one of the two sentences of a position every quarter of a second, as fast as the walk is.
    this.start("gpsfake", ["-1", "-q", "-n", "-c", "0.25", "-P", port, track]);
    this.start(program("kunci-agent"), ["run", "--interval", "5", "--live-interval", "1", "--distance", "20", "--ring-seconds", "600", ...this.tools()]);
  }

  /** Whether the sound has been played. */
  async hasRung(): Promise<boolean> {
    return (await readFile(join(this.folder, "rung"), "utf8").catch(() => "")) !== "";
  }

  /** What the phone shows to whoever finds it; empty: nothing. */
  async shows(): Promise<string> {
    return readFile(join(this.folder, "state", "lost-message.txt"), "utf8").catch(() => "");
  }

  /** Whoever holds it presses "stop". */
  async silence(): Promise<void> {
    await once(this.start(program("kunci-agent"), ["ring-stop"]), "exit");
  }

  /** Everything that the agent said. */
  log(): string {
    return this.lines.join("\n");
  }

  async throwAway(): Promise<void> {
    for (const child of this.running.reverse()) {
      await end(child);
      try {
        process.kill(-(child.pid ?? 0), "SIGKILL"); // gpsfake's gpsd, should it be left
      } catch {
        // nothing was left
      }
    }
    await rm(this.folder, { recursive: true, force: true });
  }

  private tools(): string[] {
    return ["--gpsd", this.gpsd, "--ring-command", `echo ring >> '${this.folder}/rung'; sleep 1`, "--message-command", "cat > /dev/null"];
  }

  private start(command: string, args: string[]): ChildProcess {
    const env = { ...process.env, LC_ALL: `${this.language}.UTF-8`, TMPDIR: this.folder, KUNCI_AGENT_STATE: join(this.folder, "state") };
    const child = spawn(command, args, { env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [child.stdout, child.stderr]) createInterface(stream).on("line", (line) => this.lines.push(`${command}: ${line}`));
    this.running.push(child);
    return child;
  }
}

/** NMEA 0183, half an hour of it: two positions a second around the Kapuas, ten metres apart, on a circle of 400 m. */
function walk(from: Date): string {
  const sentences: string[] = [];
  for (let step = 0; step < 3600; step++) {
    const turn = step / 40;
    const [lat, lon] = [-0.0226 + 0.0036 * Math.sin(turn), 109.3425 + 0.0036 * Math.cos(turn)];
    const place = `${angle(lat, 2, "NS")},${angle(lon, 3, "EW")}`;
    const iso = new Date(from.getTime() + step * 500).toISOString(); // 2026-11-22T02:14:00.500Z
    const time = iso.slice(11, 22).replaceAll(":", "");
    const date = `${iso.slice(8, 10)}${iso.slice(5, 7)}${iso.slice(2, 4)}`;
    sentences.push(sentence(`GPGGA,${time},${place},1,08,0.9,11.0,M,0.0,M,,`), sentence(`GPRMC,${time},A,${place},39.0,270.0,${date},,,A`));
  }
  return sentences.join("");
}

function angle(degrees: number, width: number, signs: string): string {
  const whole = Math.floor(Math.abs(degrees));
  const minutes = ((Math.abs(degrees) - whole) * 60).toFixed(6).padStart(9, "0");
  return `${String(whole).padStart(width, "0")}${minutes},${signs[degrees < 0 ? 1 : 0]}`;
}

function sentence(body: string): string {
  const sum = [...body].reduce((sum, letter) => sum ^ letter.charCodeAt(0), 0);
  return `$${body}*${sum.toString(16).toUpperCase().padStart(2, "0")}\r\n`;
}
