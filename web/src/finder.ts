// The finder: the page already says everything as text. This keeps it current and adds the map, which comes last because it is large.
import { Announcer } from "./finder/announce.ts";
import { merged, readData, type Device, type FinderData } from "./finder/data.ts";
import { follow } from "./finder/stream.ts";
import { marked, showCommand, showDevice } from "./finder/text.ts";
import type { FinderMap } from "./finder/map.ts";

const data = readData(document);
if (data) start(data);

function start(data: FinderData): void {
  const devices = new Map(data.devices.map((device) => [device.id, device]));
  const followed = data.selected ?? (data.devices.length === 1 ? data.devices[0]?.id : undefined);
  if (followed !== undefined) marked(document, "data-device", followed).forEach((part) => (part.dataset.selected = ""));
  const map = whenQuiet().then(() => openMap(data, [...devices.values()], followed));
  if (followed !== undefined) {
    followDevice(followed, devices, (device) => void map.then((map) => map?.update(device)));
  }
}

function followDevice(id: string, devices: Map<string, Device>, moved: (device: Device) => void): void {
  const status = document.getElementById("map-status");
  const announce = document.getElementById("map-announce");
  const announcer = new Announcer(devices.get(id)?.state);
  const say = (sentence: string | null | undefined) => {
    if (announce && sentence) announce.textContent = sentence;
  };
  follow(id, {
    fix(now) {
      const device = merged(devices.get(id), now);
      devices.set(id, device);
      showDevice(document, device);
      say(announcer.next(device.state, device.announce, Date.now()));
      moved(device);
    },
    command(command) {
      showCommand(document, id, command);
      say(command.announce);
    },
    connected(on) {
      const text = on ? status?.dataset.on : status?.dataset.off;
      if (status && status.textContent !== text) status.textContent = text ?? "";
    },
    end({ text, href }) {
      if (!status) return;
      const link = Object.assign(document.createElement("a"), { href: href ?? "", textContent: text });
      status.replaceChildren(href?.startsWith("/") ? link : text);
    },
  });
}

/** Resolves when the page stands and the browser has nothing better to do. */
async function whenQuiet(): Promise<void> {
  if (document.readyState !== "complete") await new Promise((resolve) => addEventListener("load", resolve, { once: true }));
  await new Promise<void>((resolve) => ("requestIdleCallback" in window ? requestIdleCallback(() => resolve(), { timeout: 1_000 }) : setTimeout(resolve)));
}

/** The map, or null where this browser cannot draw one; then its place says so and the text remains. */
async function openMap(data: FinderData, devices: Device[], followed: string | undefined): Promise<FinderMap | null> {
  const container = document.getElementById("map");
  if (!container) return null;
  try {
    const { openFinderMap } = await import("./finder/map.ts");
    return await openFinderMap(container, data, devices, followed);
  } catch (error) {
    console.warn("the map cannot be shown here", error);
    container.replaceChildren(container.dataset.none ?? "");
    return null;
  }
}
