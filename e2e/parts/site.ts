// A small site on our own assets, so that a script can be tried against answers that the whole server gives only when things go wrong.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";

const dist = join(dirname(fileURLToPath(import.meta.url)), "../../web/dist");
const manifest = JSON.parse(readFileSync(join(dist, "manifest.json"), "utf8")) as Record<string, { file: string }>;
const types: Record<string, string> = { ".css": "text/css", ".js": "text/javascript", ".json": "application/json" };

/** The policy under which every page of the server stands (design §4 Web). */
const POLICY = "default-src 'self'; script-src 'self'; style-src 'self'; worker-src 'self'; img-src 'self' data: blob:; connect-src 'self'";

export const asset = (name: string) => `/assets/${manifest[name]?.file}`;

/** A page with the style and script of every page, and the finder's where wanted. */
export function page(body: string, finder = false): string {
  const names = finder ? ["app", "finder"] : ["app"];
  const head = names.map((name) => `<link rel="stylesheet" href="${asset(`${name}.css`)}"><script type="module" src="${asset(`${name}.js`)}"></script>`);
  return `<!doctype html><html lang="id" data-ago="baru saja|{n} menit lalu|{n} jam lalu|{n} hari lalu"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Bagian</title>${head.join("")}</head>
<body><main id="main" class="page">${body}</main></body></html>`;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** Serves the assets and whatever the test puts at a path. */
export class Site {
  readonly handlers = new Map<string, Handler>();
  private constructor(private readonly server: Server) {}

  static async open(): Promise<Site> {
    const server = createServer();
    const site = new Site(server);
    server.on("request", (request, response) => site.answer(request, response));
    await once(server.listen(0, "127.0.0.1"), "listening");
    return site;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  page(path: string, html: string): void {
    this.handlers.set(path, (_, response) => void response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(html));
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await once(this.server.close(), "close");
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const path = new URL(request.url ?? "/", this.url).pathname;
    response.setHeader("content-security-policy", POLICY);
    const handler = this.handlers.get(path);
    if (handler) return handler(request, response);
    const file = join(dist, basename(path));
    if (!path.startsWith("/assets/") || !existsSync(file)) return void response.writeHead(path === "/favicon.ico" ? 204 : 404).end();
    response.writeHead(200, { "content-type": types[extname(file)] ?? "application/octet-stream" }).end(readFileSync(file));
  }
}

/** The server's end of one event stream, held by the test. */
export class Events {
  /** What each opening of the stream asked to resume from: the browser's header or the script's query. */
  readonly resumes: { header: string | null; query: string | null }[] = [];
  /** Answer the next openings with this status instead of a stream. */
  refuse: number[] = [];
  private open: ServerResponse | null = null;

  readonly handle: Handler = (request, response) => {
    const header = request.headers["last-event-id"];
    this.resumes.push({ header: typeof header === "string" ? header : null, query: new URL(request.url ?? "", "http://x").searchParams.get("last_event_id") });
    const status = this.refuse.shift();
    if (status !== undefined) return void response.writeHead(status).end();
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" }).write("retry: 100\n\n");
    this.open = response;
  };

  send(event: string, data: unknown, id?: string): void {
    if (!this.open) throw new Error("nobody listens");
    this.open.write(`event: ${event}\n${id === undefined ? "" : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`);
  }

  /** The network breaks. */
  cut(): void {
    this.open?.destroy();
    this.open = null;
  }
}
