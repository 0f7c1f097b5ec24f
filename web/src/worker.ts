// The service worker of the installed app. It keeps the style and the scripts, whose names change with their content, and nothing
// else: pages say what is true now, and are nobody's but their owner's. And it says what a push says, although no page is open.
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

// What a push says. The server encrypted it for this browser (`crates/server/src/outbox/push.rs`).
interface Said { topic: string; title: string; text: string; page: string }
interface Pushed extends Event {
  readonly data: { json(): Said } | null;
  waitUntil(work: Promise<unknown>): void;
}
interface Pressed extends Event {
  readonly notification: Notification;
  waitUntil(work: Promise<unknown>): void;
}
interface Tab { readonly url: string; focus(): Promise<unknown> }
declare const registration: ServiceWorkerRegistration;
declare const clients: { matchAll(which: { type: "window" }): Promise<Tab[]>; openWindow(address: string): Promise<unknown> };

addEventListener("push", (event) => (event as Pushed).waitUntil(tell((event as Pushed).data)));
addEventListener("notificationclick", (event) => {
  const { notification } = event as Pressed;
  notification.close();
  (event as Pressed).waitUntil(open(String(notification.data ?? "/")));
});

async function tell(data: Pushed["data"]): Promise<void> {
  // Never silent: a push that says nothing readable still says where to look.
  let said: Said = { topic: "approval", title: location.host, text: "", page: "/" };
  try {
    said = { ...said, ...data?.json() };
  } catch {
    // Not ours to read.
  }
  const options = { body: said.text, tag: said.topic, renotify: true, icon: "/brand/icon.svg", data: said.page };
  await registration.showNotification(said.title, options);
}

/** Nothing is answered here: the page says who asks, and there the number is typed. */
async function open(page: string): Promise<void> {
  const to = new URL(page, location.origin);
  const address = to.origin === location.origin ? to.href : location.origin;
  const tabs = await clients.matchAll({ type: "window" });
  const tab = tabs.find((tab) => tab.url === address);
  await (tab ? tab.focus() : clients.openWindow(address));
}
