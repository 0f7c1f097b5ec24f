// One device's server-sent events, kept open over bad networks: the browser resumes short breaks by itself (Last-Event-ID);
// after a refusal, a silence or a sleep we open a new stream and name the last event ourselves.
import type { Command, Device } from "./data.ts";

const SILENCE_MS = 45_000; // three heartbeats
const HIDDEN_MS = 5 * 60_000; // nobody looks: save the phone's battery and the operator's connections

export interface Handlers {
  fix(device: Device): void;
  command(command: Command): void;
  /** The stream stands (true) or is being sought again (false). */
  connected(on: boolean): void;
  /** The right to look is over; nothing more comes. */
  end(notice: { text: string; href?: string }): void;
}

/** How long to wait before the n-th new try (from 0), in milliseconds: 1 s doubling to 60 s, spread so that pages do not return all at once. */
export function backOff(tries: number, random: number): number {
  return Math.min(60_000, 1_000 * 2 ** tries) * (0.5 + random / 2);
}

/** Where a stream begins that goes on after the event `last`. */
export function address(device: string, last: string): string {
  const base = `/find/${encodeURIComponent(device)}/events`;
  return last === "" ? base : `${base}?last_event_id=${encodeURIComponent(last)}`;
}

/** Opens the stream and keeps it open until the server ends it. */
export function follow(device: string, handlers: Handlers): void {
  new Stream(device, handlers).open();
}

class Stream {
  private source: EventSource | null = null;
  private last = "";
  private tries = 0;
  private over = false;
  private timers: { retry?: Timer; silence?: Timer; hidden?: Timer } = {};

  constructor(private readonly device: string, private readonly handlers: Handlers) {
    addEventListener("online", () => this.reopen());
    document.addEventListener("visibilitychange", () => this.lookedAt(!document.hidden));
    addEventListener("pagehide", () => this.close());
    addEventListener("pageshow", (event) => event.persisted && this.reopen());
  }

  open(): void {
    this.close();
    if (this.over) return;
    const source = (this.source = new EventSource(address(this.device, this.last)));
    source.onopen = () => {
      this.tries = 0;
      this.handlers.connected(true);
    };
    source.onerror = () => {
      this.handlers.connected(false);
      if (source.readyState === EventSource.CLOSED) this.retry();
    };
    this.listen(source, "beat", () => this.watchSilence());
    this.listen(source, "fix", (text) => this.handlers.fix(JSON.parse(text) as Device));
    this.listen(source, "command", (text) => this.handlers.command(JSON.parse(text) as Command));
    this.listen(source, "end", (text) => {
      this.over = true;
      this.close();
      this.handlers.end(JSON.parse(text) as { text: string; href?: string });
    });
  }

  private listen(source: EventSource, name: string, handle: (text: string) => void): void {
    source.addEventListener(name, (event: MessageEvent<string>) => {
      if (event.lastEventId !== "") this.last = event.lastEventId;
      if (this.timers.silence !== undefined) this.watchSilence();
      handle(event.data);
    });
  }

  /** Once the server has shown that it beats, a long silence means a dead line that the browser has not noticed. */
  private watchSilence(): void {
    clearTimeout(this.timers.silence);
    this.timers.silence = setTimeout(() => {
      this.handlers.connected(false);
      this.open();
    }, SILENCE_MS);
  }

  private retry(): void {
    clearTimeout(this.timers.retry);
    this.timers.retry = setTimeout(() => this.open(), backOff(this.tries++, Math.random()));
  }

  private reopen(): void {
    if (this.source?.readyState !== EventSource.OPEN) this.open();
  }

  private lookedAt(visible: boolean): void {
    clearTimeout(this.timers.hidden);
    if (visible) this.reopen();
    else this.timers.hidden = setTimeout(() => this.close(), HIDDEN_MS);
  }

  private close(): void {
    this.source?.close();
    this.source = null;
    clearTimeout(this.timers.retry);
    clearTimeout(this.timers.silence);
    delete this.timers.silence;
  }
}

type Timer = ReturnType<typeof setTimeout>;
