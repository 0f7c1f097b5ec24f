// What the finder's page and its event stream say. The contract, with the HTML it belongs to, is in web/README.md.

export type DeviceState = "live" | "stale" | "offline" | "location_off" | "never_reported";

/** A device with its last known place; `fields` holds the ready-made texts of the page's `data-field` elements. */
export interface Device {
  id: string;
  name: string;
  state: DeviceState;
  state_text: string;
  lat: number | null;
  lon: number | null;
  /** Radius in metres around the place within which the device probably is. */
  accuracy_m: number | null;
  /** When it was there: RFC 3339, UTC. */
  at: string | null;
  /** Percent. */
  battery: number | null;
  /** Oldest first: longitude, latitude, Unix seconds. */
  track: [lon: number, lat: number, at: number][];
  fields: Record<string, string>;
  /** One sentence for a screen reader. */
  announce?: string;
}

export type CommandState = "queued" | "sent" | "acknowledged" | "done" | "failed" | "expired" | "cancelled";

export interface Command {
  id: string;
  state: CommandState;
  state_text: string;
  text: string;
  /** Whether it can still be taken back; the row's form does that. */
  can_cancel: boolean;
  announce?: string;
}

export interface FinderData {
  /** The device that is followed live and centred on. */
  selected: string | null;
  devices: Device[];
  /** Raster tiles of the operator's choice; without them the country shapes that come with us. */
  tiles: { url: string; attribution: string; max_zoom?: number } | null;
  texts: {
    map: string;
    zoom_in: string;
    zoom_out: string;
    two_fingers: string;
    ctrl_scroll: string;
  };
}

/** A place on the map with the radius of its accuracy in metres. */
export interface Place { lat: number; lon: number; radius: number }

/** Where a device is shown, if it ever told. */
export function place(device: Device): Place | null {
  if (device.lat === null || device.lon === null) return null;
  return { lat: device.lat, lon: device.lon, radius: device.accuracy_m ?? 0 };
}

/** Beyond this the dot may be the wrong house, so that only the circle is drawn (design §3), in metres. */
export const PIN_UP_TO_M = 50;

/** A pin claims an exact place: only where the device said how exact it is, and that is exact enough. */
export function hasPin(device: Device): boolean {
  return place(device) !== null && device.accuracy_m !== null && device.accuracy_m <= PIN_UP_TO_M;
}

const TRACK_POINTS = 2_000;

/** The device as it is now, with the track of what the page knew before it continued by the new points. */
export function merged(before: Device | undefined, now: Device): Device {
  const known = before?.track ?? [];
  const last = known.at(-1)?.[2] ?? -Infinity;
  return { ...now, track: [...known, ...now.track.filter(([, , at]) => at > last)].slice(-TRACK_POINTS) };
}

/** The page's data block, or null on a page without one. */
export function readData(page: Document): FinderData | null {
  const block = page.getElementById("finder-data")?.textContent;
  return block ? (JSON.parse(block) as FinderData) : null;
}
