// An app of the operator's own, as it speaks to the server: JSON over HTTP, and a jar for its cookies.
import { setTimeout as sleep } from "node:timers/promises";

/** What came back. `body` is null where there is none. */
export interface Reply {
  status: number;
  body: any;
}

export class App {
  private readonly jar = new Map<string, string>();

  constructor(
    private readonly url: string,
    private readonly language: string,
    /** The network it is in. */
    private readonly network: string,
  ) {}

  get = (path: string) => this.call("GET", path);
  post = (path: string, body?: object) => this.call("POST", path, body);
  put = (path: string, body?: object) => this.call("PUT", path, body);
  remove = (path: string) => this.call("DELETE", path);

  /** `path` as the API writes it, or without its beginning. */
  private async call(method: string, path: string, body?: object): Promise<Reply> {
    const headers: Record<string, string> = { "accept-language": this.language, "x-forwarded-for": this.network, "user-agent": "Nusa/1.0 (Android 14; Redmi 9A)" };
    if (this.jar.size > 0) headers["cookie"] = [...this.jar].map(([name, value]) => `${name}=${value}`).join("; ");
    if (body) headers["content-type"] = "application/json";
    const address = new URL(path.startsWith("/api/") ? path : `/api/v1/${path}`, this.url);
    const answer = await fetch(address, { method, headers, redirect: "error", ...(body ? { body: JSON.stringify(body) } : {}) });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === "" || /Max-Age=0/i.test(line)) this.jar.delete(name);
      else this.jar.set(name, value);
    }
    const text = await answer.text();
    if (answer.status === 503) {
      // Busy: nothing was done.
      await sleep(1_000 * Number(answer.headers.get("retry-after") ?? 1));
      return this.call(method, path, body);
    }
    return { status: answer.status, body: text ? JSON.parse(text) : null };
  }
}
