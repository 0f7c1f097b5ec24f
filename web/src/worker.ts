// The service worker of the installed app. It keeps the style and the scripts, whose names change with their content, and nothing
// else: pages say what is true now, and are nobody's but their owner's.
interface Fetched extends Event {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}

const SHELL = "shell";
const MOST = 40; // after a few releases, the oldest go

addEventListener("fetch", (event) => {
  const { request } = event as Fetched;
  const address = new URL(request.url);
  const kept = request.method === "GET" && address.origin === location.origin && address.pathname.startsWith("/assets/");
  if (kept) (event as Fetched).respondWith(fromShell(request));
});

async function fromShell(request: Request): Promise<Response> {
  const shell = await caches.open(SHELL);
  const kept = await shell.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) {
    await shell.put(request, answer.clone());
    const all = await shell.keys();
    await Promise.all(all.slice(0, Math.max(0, all.length - MOST)).map((old) => shell.delete(old)));
  }
  return answer;
}
