import { fileURLToPath } from "node:url";
import type { PlaywrightTestConfig } from "@playwright/test";

/** The system's own browser: nothing is downloaded, and it calls nobody. Software WebGL, so that the map is drawn anywhere. */
export const browser = {
  browserName: "chromium",
  launchOptions: {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    env: { ...process.env, FONTCONFIG_FILE: fileURLToPath(new URL("fonts.conf", import.meta.url)) },
    args: [
      "--no-sandbox",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--use-gl=angle",
      "--use-angle=swiftshader",
      "--enable-unsafe-swiftshader",
    ],
  },
  timezoneId: "Asia/Jakarta",
  contextOptions: { reducedMotion: "reduce" },
} satisfies PlaywrightTestConfig["use"];

/** A cheap Android phone, held upright. */
export const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };

/** An ordinary laptop. */
export const laptop = { viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1 };
