const QUIET_MS = 60_000;

/** Decides what a screen reader says of a moving device: every change of state, but its place once a minute at most. */
export class Announcer {
  private state: string | undefined;
  private spokeAt = -Infinity;

  /** `state` is what the page showed at first, which needs no word. */
  constructor(state: string | undefined) {
    this.state = state;
  }

  /** The sentence to say now, or null. Times in milliseconds. */
  next(state: string, sentence: string | undefined, now: number): string | null {
    const changed = state !== this.state;
    this.state = state;
    if (!sentence || (!changed && now - this.spokeAt < QUIET_MS)) return null;
    this.spokeAt = now;
    return sentence;
  }
}
