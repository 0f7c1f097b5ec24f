// Draws devices on MapLibre. Loaded after the text view, with its worker and style from our own origin.
import { AttributionControl, Map as BaseMap, Marker, NavigationControl, ScaleControl, setWorkerUrl, type GeoJSONSource } from "maplibre-gl";
import mapStyle from "made:map.css";
import workerAddress from "made:map-worker.js";
import { hasPin, place, type Device, type FinderData, type Place } from "./data.ts";
import { bounds, towards } from "./geometry.ts";
import { marked } from "./text.ts";
import { areas, style, tracks } from "./style.ts";

const CLOSE_ZOOM = { shapes: 9, tiles: 16 }; // closer than the shapes' 100 m there is nothing to see without tiles

export interface FinderMap {
  /** Draws the device anew; follows it, if it is the followed one and the person has not moved the map. */
  update(device: Device): void;
}

/** Opens the map on all devices, or on the followed one. */
export async function openFinderMap(container: HTMLElement, data: FinderData, devices: Device[], followed: string | undefined): Promise<FinderMap> {
  await loadStyle(mapStyle);
  setWorkerUrl(new URL(workerAddress, location.href).href);
  const view = new View(container, data, devices, followed);
  document.getElementById("map-center")?.addEventListener("click", () => view.center());
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => view.restyle());
  return view;
}

class View implements FinderMap {
  private readonly map: BaseMap;
  private readonly devices: Map<string, Device>;
  private readonly markers = new Map<string, Marker[]>();
  private moved = false;

  constructor(private readonly container: HTMLElement, private readonly data: FinderData, devices: Device[], private readonly followed: string | undefined) {
    this.devices = new Map(devices.map((device) => [device.id, device]));
    this.map = this.open();
    // Only a person's hand has an original event; our own movements have none.
    this.map.on("movestart", (event) => (this.moved ||= event.originalEvent !== undefined));
    devices.forEach((device) => this.mark(device));
    this.map.once("idle", () => (this.container.dataset.ready = "")); // drawn to the last shape, for who takes a picture
  }

  update(device: Device): void {
    this.devices.set(device.id, device);
    this.mark(device);
    const shown = [...this.devices.values()];
    this.map.getSource<GeoJSONSource>("areas")?.setData(areas(shown));
    this.map.getSource<GeoJSONSource>("tracks")?.setData(tracks(shown));
    if (device.id === this.followed && !this.moved) this.center();
  }

  center(): void {
    this.moved = false;
    const around = this.around();
    if (around) this.map.fitBounds(around, this.fit());
  }

  restyle(): void {
    this.map.setStyle(this.style(), { diff: false });
  }

  private open(): BaseMap {
    const { texts } = this.data;
    const around = this.around();
    const map = new BaseMap({
      container: this.container,
      style: this.style(),
      ...(around ? { bounds: around, fitBoundsOptions: this.fit() } : { center: [117, -2], zoom: 3 }),
      maxZoom: this.data.tiles?.max_zoom ?? 18,
      attributionControl: false,
      cooperativeGestures: true, // one finger scrolls the page, as everywhere on it
      dragRotate: false,
      pitchWithRotate: false,
      locale: {
        "Map.Title": texts.map,
        "NavigationControl.ZoomIn": texts.zoom_in,
        "NavigationControl.ZoomOut": texts.zoom_out,
        "CooperativeGesturesHandler.MobileHelpText": texts.two_fingers,
        "CooperativeGesturesHandler.WindowsHelpText": texts.ctrl_scroll,
        "CooperativeGesturesHandler.MacHelpText": texts.ctrl_scroll,
      },
    });
    map.touchZoomRotate.disableRotation();
    map.addControl(new NavigationControl({ showCompass: false }), "top-right");
    map.addControl(new ScaleControl({ unit: "metric" }), "bottom-left");
    map.addControl(new AttributionControl({ compact: false }), "bottom-right");
    return map;
  }

  private style() {
    return style(getComputedStyle(this.container), this.data.tiles, [...this.devices.values()]);
  }

  private around() {
    const wanted = [...this.devices.values()].filter(({ id }) => this.followed === undefined || id === this.followed);
    return bounds(wanted.map(place).filter((found): found is Place => found !== null));
  }

  private fit() {
    return { padding: 48, maxZoom: this.data.tiles ? CLOSE_ZOOM.tiles : CLOSE_ZOOM.shapes };
  }

  /** The pin (or none, where the place is not exact enough for one) and the name above the circle. */
  private mark(device: Device): void {
    this.markers.get(device.id)?.forEach((marker) => marker.remove());
    const at = place(device);
    if (!at) return;
    const markers = [new Marker({ element: nameOf(device), anchor: "bottom", offset: [0, hasPin(device) ? -16 : -2] }).setLngLat(towards(at, at.radius, 0))];
    if (hasPin(device)) markers.push(new Marker({ element: pinOf(device) }).setLngLat([at.lon, at.lat]));
    markers.forEach((marker) => marker.addTo(this.map));
    this.markers.set(device.id, markers);
  }
}

function nameOf(device: Device): HTMLElement {
  const name = Object.assign(document.createElement("span"), { className: "map-name", textContent: device.name });
  name.setAttribute("aria-hidden", "true"); // the pin and the text view carry the name
  return name;
}

/** A pin is a button that leads to the device's text. */
function pinOf(device: Device): HTMLElement {
  const pin = Object.assign(document.createElement("button"), { className: "map-pin", type: "button" });
  pin.setAttribute("aria-label", device.name);
  pin.addEventListener("click", () => {
    const [text] = marked(document, "data-device", device.id);
    text?.setAttribute("tabindex", "-1");
    text?.focus();
  });
  return pin;
}

function loadStyle(address: string): Promise<void> {
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: address });
  return new Promise((resolve, reject) => {
    link.onload = () => resolve();
    link.onerror = () => reject(new Error(`no style from ${address}`));
    document.head.prepend(link); // before ours, which adjusts it
  });
}
