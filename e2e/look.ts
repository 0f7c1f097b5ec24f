// What must hold on every page that a story visits, on a cheap phone: it fits, it can be pressed, it can be read, nothing is missing in it, and what is wrong is heard (S-092).
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import type { AxeResults, RunOnly } from "axe-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** The narrowest view that must do (WCAG 1.4.10): 320 px, which is also 1280 px enlarged to 400 %. */
const NARROW = 320;

/** Everything that is wrong with the page, as sentences; empty if it is fine. */
export async function flaws(page: Page, scripts: boolean): Promise<string[]> {
  const found = await page.evaluate(shape);
  found.push(...(await page.evaluate(sideways)), ...(await narrowed(page)));
  await running(page, scripts, async () => {
    found.push(...(await judge(page, { type: "tag", values: RULES })));
    await page.emulateMedia({ colorScheme: "dark" });
    found.push(...(await judge(page, { type: "rule", values: ["color-contrast"] })).map((flaw) => `in the dark: ${flaw}`));
    await page.emulateMedia({ colorScheme: "light" });
  });
  return found;
}

/** S-092: what does not fit into the narrowest view. */
async function narrowed(page: Page): Promise<string[]> {
  const usual = page.viewportSize();
  if (!usual) return [];
  await page.setViewportSize({ ...usual, width: NARROW });
  const found = await page.evaluate(sideways);
  await page.setViewportSize(usual);
  return found.map((flaw) => `at ${NARROW} px: ${flaw}`);
}

/** Where scripts are off, axe-core needs them for a moment; the page's own were left out when it was loaded, and stay so. */
async function running(page: Page, scripts: boolean, work: () => Promise<void>): Promise<void> {
  if (scripts) return work();
  const session = await page.context().newCDPSession(page);
  const off = (value: boolean) => session.send("Emulation.setScriptExecutionDisabled", { value });
  await off(true); // a session's own "off" must come before its "on", or that changes nothing
  await off(false);
  await work();
  await off(true);
  await session.detach();
}

/** axe-core, put in by the browser's debugger, so that the page's content policy stays as it is. */
async function judge(page: Page, runOnly: RunOnly): Promise<string[]> {
  await page.evaluate(axe);
  const results = await page.evaluate(async (runOnly) => {
    const { axe } = globalThis as unknown as { axe: typeof import("axe-core") };
    return (await axe.run(document, { runOnly, resultTypes: ["violations"] })) as AxeResults;
  }, runOnly);
  return results.violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id} (${help}): ${node.html} ${node.any[0]?.message ?? ""}`));
}

/** Runs inside the page: whether something is wider than it. */
function sideways(): string[] {
  const { clientWidth, scrollWidth } = document.documentElement; // a phone's innerWidth grows with what does not fit
  if (scrollWidth <= clientWidth) return [];
  const wide = [...document.querySelectorAll("body *")].filter((element) => element.checkVisibility({ visibilityProperty: true }) && element.getBoundingClientRect().right > clientWidth + 1);
  const names = wide.slice(0, 3).map((element) => element.outerHTML.replace(/\s+/g, " ").slice(0, 120));
  return [`scrolls sideways, ${scrollWidth} px: ${names.join(" | ")}`];
}

/** Runs inside the page. */
function shape(): string[] {
  const flaws: string[] = [];
  const visible = (element: Element) => element.checkVisibility({ visibilityProperty: true }) && element.getBoundingClientRect().width > 1;
  const name = (element: Element) => element.outerHTML.replace(/\s+/g, " ").slice(0, 120);

  // A link inside a sentence is as tall as its line (WCAG 2.5.8); a box to tick is pressed by its label. What is off the screen
  // until it is focused is measured there.
  for (const element of document.querySelectorAll("a[href], button, input, select, textarea, summary, label.check, label.choice")) {
    const { width, height, bottom } = element.getBoundingClientRect();
    const inline = getComputedStyle(element).display === "inline";
    const ticked = element.matches("input[type=checkbox], input[type=radio]") && element.closest("label");
    if (!visible(element) || inline || ticked || bottom < 0) continue;
    if (width < 43.5 || height < 43.5) flaws.push(`too small to press, ${Math.round(width)} × ${Math.round(height)}: ${name(element)}`);
  }

  // What is not right has the focus, or its field has, so that a screen reader says it as soon as the page is there.
  const alerts = [...document.querySelectorAll("[role=alert]")].filter(visible);
  const focus = document.activeElement ?? document.body;
  const said = [focus, ...(focus.ariaDescribedByElements ?? [])];
  if (alerts.length > 0 && !alerts.some((alert) => said.includes(alert))) flaws.push(`is not heard, the focus is on ${name(focus)}: ${name(alerts[0]!)}`);

  const primary = [...document.querySelectorAll(".primary")].filter(visible);
  if (primary.length > 1) flaws.push(`${primary.length} primary buttons: ${primary.map((button) => button.textContent?.trim()).join(" | ")}`);

  for (const element of document.querySelectorAll("h1, h2, h3, p, li, dt, dd, td, th, label, legend, a, button, summary, small")) {
    if (visible(element) && !element.querySelector("*") && !element.textContent?.trim() && !element.ariaLabel && !element.hasAttribute("aria-live") && element.role !== "status") {
      flaws.push(`says nothing: ${name(element)}`);
    }
  }
  const text = `${document.title}\n${document.body.innerText}`;
  for (const odd of text.match(/.*(?:[{}\u2066-\u2069\ufffd!]|undefined|\bnull\b|\bNaN\b).*/g) ?? []) flaws.push(`odd words: ${odd.trim()}`);
  // The owner sees the operator's name; ours is an everyday word of the Indonesian texts, and the agent's program name.
  if (document.documentElement.lang === "en" && /kunci(?!-agent)/i.test(text)) flaws.push("names the product");
  if (document.querySelectorAll("h1").length !== 1) flaws.push("has no heading of its own, or several");
  if (!/^\S.* · \S.*$/.test(document.title)) flaws.push(`title: ${document.title}`);
  if (document.querySelector("footer > a")?.getAttribute("href") !== "/contact") flaws.push("does not lead to a person first in its footer");
  return flaws;
}
