// What the map draws, below the pins: tiles or country shapes, circles of accuracy, tracks. Colours come from finder.css.
import type { StyleSpecification } from "maplibre-gl";
import type { Feature, FeatureCollection, LineString, Polygon } from "geojson";
import worldAddress from "made:world.json";
import { place, type Device, type FinderData } from "./data.ts";
import { ring } from "./geometry.ts";

/** The circles of accuracy of all devices that have a place. */
export function areas(devices: Device[]): FeatureCollection<Polygon> {
  return collection(
    devices.flatMap((device) => {
      const at = place(device);
      return at && at.radius > 0 ? [feature<Polygon>({ type: "Polygon", coordinates: [ring(at)] })] : [];
    }),
  );
}

/** The ways that devices went, oldest point first. */
export function tracks(devices: Device[]): FeatureCollection<LineString> {
  return collection(
    devices
      .filter(({ track }) => track.length > 1)
      .map(({ track }) => feature<LineString>({ type: "LineString", coordinates: track.map(([lon, lat]) => [lon, lat]) })),
  );
}

/** The whole style in the page's present colours. */
export function style(theme: CSSStyleDeclaration, tiles: FinderData["tiles"], devices: Device[]): StyleSpecification {
  const colour = (name: string) => theme.getPropertyValue(`--map-${name}`).trim();
  return {
    version: 8,
    sources: {
      world: { type: "geojson", data: new URL(worldAddress, location.href).href, attribution: "Natural Earth" },
      ...(tiles && {
        tiles: { type: "raster", tiles: [tiles.url], tileSize: 256, attribution: tiles.attribution, ...(tiles.max_zoom !== undefined && { maxzoom: tiles.max_zoom }) },
      }),
      tracks: { type: "geojson", data: tracks(devices) },
      areas: { type: "geojson", data: areas(devices) },
    },
    layers: [
      { id: "water", type: "background", paint: { "background-color": colour("water") } },
      { id: "land", type: "fill", source: "world", paint: { "fill-color": colour("land") } },
      { id: "borders", type: "line", source: "world", paint: { "line-color": colour("border"), "line-width": 1 } },
      ...(tiles ? [{ id: "tiles", type: "raster" as const, source: "tiles" }] : []),
      { id: "track", type: "line", source: "tracks", layout: { "line-join": "round", "line-cap": "round" }, paint: { "line-color": colour("track"), "line-width": 2.5, "line-opacity": 0.8 } },
      { id: "area", type: "fill", source: "areas", paint: { "fill-color": colour("circle"), "fill-opacity": 0.18 } },
      { id: "area-edge", type: "line", source: "areas", paint: { "line-color": colour("circle"), "line-width": 2 } },
    ],
  };
}

function feature<G extends Polygon | LineString>(geometry: G): Feature<G> {
  return { type: "Feature", properties: {}, geometry };
}

function collection<G extends Polygon | LineString>(features: Feature<G>[]): FeatureCollection<G> {
  return { type: "FeatureCollection", features };
}
