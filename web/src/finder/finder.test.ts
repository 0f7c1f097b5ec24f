import assert from "node:assert/strict";
import { test } from "node:test";
import { Announcer } from "./announce.ts";
import { hasPin, merged, place, type Device } from "./data.ts";
import { bounds, ring, towards } from "./geometry.ts";
import { address, backOff } from "./stream.ts";

const device = (change: Partial<Device>): Device => ({
  id: "d", name: "HP", state: "live", state_text: "", lat: 1.13, lon: 104.05, accuracy_m: 40, at: null, battery: null, track: [], fields: {}, ...change,
});

test("S-113: above 50 m, or with unknown accuracy, there is a circle and no pin", () => {
  assert.equal(hasPin(device({ accuracy_m: 5 })), true);
  assert.equal(hasPin(device({ accuracy_m: 50 })), true);
  assert.equal(hasPin(device({ accuracy_m: 50.1 })), false);
  assert.equal(hasPin(device({ accuracy_m: 2_000 })), false);
  assert.equal(hasPin(device({ accuracy_m: null })), false);
  assert.equal(hasPin(device({ lat: null, lon: null })), false);
  assert.equal(place(device({ lat: 0, lon: 0 }))?.lat, 0); // zero is a place too
});

test("a track goes on with new points only and does not grow without end", () => {
  const before = device({ track: [[1, 1, 10], [2, 2, 20]] });
  assert.deepEqual(merged(before, device({ track: [[2, 2, 20], [3, 3, 30]] })).track, [[1, 1, 10], [2, 2, 20], [3, 3, 30]]);
  assert.deepEqual(merged(undefined, before).track, before.track);
  const long = Array.from({ length: 2_500 }, (_, at) => [0, 0, at] as [number, number, number]);
  const kept = merged(undefined, device({ track: long })).track;
  assert.equal(kept.length, 2_000);
  assert.equal(kept.at(-1)?.[2], 2_499);
});

/** Metres between two points by the haversine formula: another way than the one under test. */
function metres([lon1, lat1]: [number, number], [lon2, lat2]: [number, number]): number {
  const r = Math.PI / 180;
  const h = Math.sin(((lat2 - lat1) * r) / 2) ** 2 + Math.cos(lat1 * r) * Math.cos(lat2 * r) * Math.sin(((lon2 - lon1) * r) / 2) ** 2;
  return 2 * 6_371_008.8 * Math.asin(Math.sqrt(h));
}

test("S-113: every point of the circle lies at the stated accuracy, also in the south and far north", () => {
  for (const [lat, lon, radius] of [[1.13, 104.05, 5], [-6.2, 106.8, 2_000], [69.6, 18.9, 50_000]] as const) {
    const circle = ring({ lat, lon, radius });
    assert.deepEqual(circle[0], circle.at(-1)); // closed
    for (const point of circle) assert.ok(Math.abs(metres([lon, lat], point) - radius) < radius * 1e-6 + 1e-3);
  }
});

test("the map's frame holds every circle", () => {
  assert.equal(bounds([]), null);
  const places = [{ lat: 1.13, lon: 104.05, radius: 2_000 }, { lat: -6.2, lon: 106.8, radius: 5 }];
  const [west, south, east, north] = bounds(places) ?? [0, 0, 0, 0];
  for (const [lon, lat] of places.flatMap((place) => [0, 90, 180, 270].map((bearing) => towards(place, place.radius, bearing)))) {
    assert.ok(lon >= west && lon <= east && lat >= south && lat <= north);
  }
});

test("new tries wait longer and longer, at most a minute, and not all pages at once", () => {
  assert.equal(backOff(0, 0), 500);
  assert.equal(backOff(0, 1), 1_000);
  assert.equal(backOff(3, 1), 8_000);
  assert.equal(backOff(10, 1), 60_000);
  assert.equal(backOff(1_000, 0), 30_000);
});

test("a stream that is opened anew names the last event", () => {
  assert.equal(address("0192-ab", ""), "/find/0192-ab/events");
  assert.equal(address("0192-ab", "7/2"), "/find/0192-ab/events?last_event_id=7%2F2");
});

test("a screen reader hears every change of state, and a moving phone once a minute", () => {
  const announcer = new Announcer("stale");
  assert.equal(announcer.next("live", "connected", 0), "connected");
  assert.equal(announcer.next("live", "moved", 30_000), null);
  assert.equal(announcer.next("offline", "lost it", 31_000), "lost it");
  assert.equal(announcer.next("offline", "still", 90_999), null);
  assert.equal(announcer.next("offline", "still", 91_000), "still");
  assert.equal(announcer.next("live", undefined, 200_000), null);
});
