// The text form of everything the map shows. Texts arrive ready-made and are set as text, never as HTML.
import { refreshTime } from "../app/ago.ts";
import type { Command, Device } from "./data.ts";

/** Sets every `data-field` inside the device's part of the page. */
export function showDevice(page: Document, device: Device): void {
  for (const root of marked(page, "data-device", device.id)) {
    for (const part of root.querySelectorAll<HTMLElement>("[data-placed]")) part.hidden = device.at === null;
    for (const field of fieldsOf(root)) {
      const name = field.dataset.field ?? "";
      const text = device.fields[name];
      if (name === "state") setState(field, device.state, device.state_text);
      else if (name === "at") setTime(field, device.at, text);
      else if (name === "geo") setLink(field, text);
      else if (text !== undefined) setText(field, text);
    }
  }
}

/** Updates a command's row, or adds it on top of the device's list where it is new (sent from another window). */
export function showCommand(page: Document, device: string, command: Command): void {
  let rows = marked(page, "data-command", command.id);
  if (rows.length === 0) rows = marked(page, "data-commands", device).flatMap((list) => addRow(list, command.id));
  for (const row of rows) {
    row.dataset.state = command.state;
    if (!command.can_cancel) row.querySelector("form")?.remove();
    for (const field of fieldsOf(row)) {
      if (field.dataset.field === "state") setState(field, command.state, command.state_text);
      if (field.dataset.field === "text") setText(field, command.text);
    }
  }
}

/** All elements of the page whose attribute has exactly this value. */
export function marked(page: ParentNode, attribute: string, value: string): HTMLElement[] {
  return [...page.querySelectorAll<HTMLElement>(`[${attribute}="${CSS.escape(value)}"]`)];
}

/** Fields of this element itself; those of a command inside a device belong to the command. */
function fieldsOf(root: HTMLElement): HTMLElement[] {
  const owner = "[data-command], [data-device]";
  return [...root.querySelectorAll<HTMLElement>("[data-field]")].filter((field) => field.closest(owner) === root);
}

function addRow(list: HTMLElement, id: string): HTMLElement[] {
  const template = list.closest("[data-device]")?.querySelector<HTMLTemplateElement>("template[data-command-template]");
  const row = template?.content.firstElementChild?.cloneNode(true);
  if (!(row instanceof HTMLElement)) return [];
  row.dataset.command = id;
  list.prepend(row);
  return [row];
}

function setText(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

function setState(element: HTMLElement, state: string, text: string): void {
  element.dataset.state = state;
  setText(element, text);
}

function setTime(element: HTMLElement, at: string | null, text: string | undefined): void {
  if (text !== undefined) setText(element, text);
  if (!(element instanceof HTMLTimeElement) || at === null) return;
  element.dateTime = at;
  if (element.dataset.ago !== undefined) refreshTime(element);
}

function setLink(element: HTMLElement, address: string | undefined): void {
  // Only what opens a map: an address is the one field that could do more than be read.
  if (!(element instanceof HTMLAnchorElement) || !address || !/^(geo:|https:)/.test(address)) return;
  element.href = address;
  element.hidden = false;
}
