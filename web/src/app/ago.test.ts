import assert from "node:assert/strict";
import { test } from "node:test";
import { ago } from "./ago.ts";

const now = Date.parse("2026-11-22T09:00:00Z");
const minutesBefore = (minutes: number) => new Date(now - minutes * 60_000);

test("an age is told in the page's own words", () => {
  const words = "baru saja|{n} menit lalu|{n} jam lalu|{n} hari lalu";
  const table: [minutes: number, text: string][] = [
    [-3, "baru saja"], // a phone's clock that runs ahead
    [0.9, "baru saja"],
    [1, "1 menit lalu"],
    [59, "59 menit lalu"],
    [60, "1 jam lalu"],
    [47 * 60 + 59, "47 jam lalu"],
    [48 * 60, "2 hari lalu"],
    [30 * 24 * 60, "30 hari lalu"],
  ];
  for (const [minutes, text] of table) assert.equal(ago(minutesBefore(minutes), now, words), text);
});

test("without words, or without a time, the server's text stays", () => {
  assert.equal(ago(minutesBefore(5), now, undefined), null);
  assert.equal(ago(minutesBefore(5), now, "just now|{n} min ago"), null);
  assert.equal(ago(new Date("no time"), now, "a|b|c|d"), null);
});
