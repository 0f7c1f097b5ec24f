// The map that is there without any tile server: the world's countries as plain shapes (Natural Earth, public domain).
// Fine coast lines where our owners are, coarse ones elsewhere: 170 kB over the wire instead of 2 MB.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { feature } from "topojson-client";

const NEAR = new Set(["Indonesia", "Malaysia", "Singapore", "Brunei", "Timor-Leste"]);
const require = createRequire(import.meta.url);

/** Countries of one resolution ("10m" fine, "110m" coarse) as GeoJSON features. */
function countries(resolution) {
  const topology = JSON.parse(readFileSync(require.resolve(`world-atlas/countries-${resolution}.json`), "utf8"));
  return feature(topology, topology.objects.countries).features;
}

/** The same shape without properties, its coordinates rounded to `digits` decimals (3: about 100 m). */
function plain({ geometry }, digits) {
  const scale = 10 ** digits;
  const round = (part) => (typeof part === "number" ? Math.round(part * scale) / scale : part.map(round));
  return { type: "Feature", properties: {}, geometry: { type: geometry.type, coordinates: round(geometry.coordinates) } };
}

/** One GeoJSON collection: the countries near our owners in detail, the others coarsely. */
export function worldShapes() {
  const near = (country) => NEAR.has(country.properties.name);
  return {
    type: "FeatureCollection",
    features: [
      ...countries("10m").filter(near).map((country) => plain(country, 3)),
      ...countries("110m").filter((country) => !near(country)).map((country) => plain(country, 2)),
    ],
  };
}
