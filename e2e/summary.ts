// Why each story failed, in a few last lines: what a log keeps when it is cut.
import type { Reporter, TestCase, TestResult } from "@playwright/test/reporter";

const COLOURS = /\u001b\[[0-9;]*m/g;
const LENGTH = 1_500;

export default class Summary implements Reporter {
  private readonly lines: string[] = [];

  onTestEnd(test: TestCase, result: TestResult): void {
    const story = test.titlePath().filter(Boolean).join(" › ");
    for (const { message } of result.errors) this.lines.push(`${story}: ${(message ?? "").replace(COLOURS, "").replace(/\s+/g, " ").slice(0, LENGTH)}`);
    for (const { type, description } of result.annotations.filter(({ type }) => type === "looked odd")) this.lines.push(`${story}: ${type}: ${(description ?? "").slice(0, LENGTH)}`);
  }

  onEnd(): void {
    for (const line of this.lines) console.log(line);
  }
}
