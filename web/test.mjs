// Bundles src/**/*.test.ts and runs them with Node's own test runner: what is only arithmetic and rules needs no browser.
import { build } from "esbuild";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const tests = readdirSync(join(here, "src"), { recursive: true }).filter((name) => name.endsWith(".test.ts"));
const out = mkdtempSync(join(tmpdir(), "kunci-web-"));
try {
  await build({
    absWorkingDir: here, entryPoints: tests.map((name) => `src/${name}`), outdir: out, outExtension: { ".js": ".mjs" },
    bundle: true, format: "esm", platform: "node", target: "node20", logLevel: "warning",
  });
  const files = readdirSync(out, { recursive: true }).filter((name) => name.endsWith(".test.mjs")).map((name) => join(out, name));
  process.exitCode = spawnSync(process.execPath, ["--test", "--test-reporter=spec", ...files], { stdio: "inherit" }).status ?? 1;
} finally {
  rmSync(out, { recursive: true, force: true });
}
