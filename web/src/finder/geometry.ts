import type { Place } from "./data.ts";

const EARTH_M = 6_371_008.8; // mean radius
const radians = (degrees: number) => (degrees * Math.PI) / 180;
const degrees = (angle: number) => (angle * 180) / Math.PI;

/** The point `distance` metres from a place towards `bearing` (degrees from north), on a sphere: longitude, latitude. */
export function towards({ lat, lon }: { lat: number; lon: number }, distance: number, bearing: number): [number, number] {
  const arc = distance / EARTH_M;
  const [phi, theta] = [radians(lat), radians(bearing)];
  const sin = Math.sin(phi) * Math.cos(arc) + Math.cos(phi) * Math.sin(arc) * Math.cos(theta);
  const turn = Math.atan2(Math.sin(theta) * Math.sin(arc) * Math.cos(phi), Math.cos(arc) - Math.sin(phi) * sin);
  return [lon + degrees(turn), degrees(Math.asin(sin))];
}

/** The circle of accuracy as a closed ring of longitude, latitude. */
export function ring(place: Place, corners = 64): [number, number][] {
  const points = Array.from({ length: corners }, (_, corner) => towards(place, place.radius, (corner * 360) / corners));
  return [...points, points[0] as [number, number]];
}

/** West, south, east, north around some places and their circles; null for none. */
export function bounds(places: Place[]): [number, number, number, number] | null {
  if (places.length === 0) return null;
  const corners = places.flatMap((place) => [0, 90, 180, 270].map((bearing) => towards(place, Math.max(place.radius, 1), bearing)));
  const [lons, lats] = [corners.map(([lon]) => lon), corners.map(([, lat]) => lat)];
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
}
