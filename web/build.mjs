// Bundles the pages' style and scripts into dist/ with content-hashed names, and writes dist/manifest.json,
// which tells the server which file stands for which logical name.
import { build } from "esbuild";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { worldShapes } from "./shapes.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, "dist");

// Old phones get new browsers from the store, but not always: what is several years old still has to work.
const target = ["chrome100", "firefox100", "safari15"];
const common = { absWorkingDir: here, bundle: true, format: "esm", minify: true, target, legalComments: "eof", logLevel: "warning" };
const types = { ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8" };
const entries = { "app.css": "src/app.css", "app.js": "src/app.ts", "finder.css": "src/finder.css", "finder.js": "src/finder.ts", "passkey.js": "src/passkey.ts", "push.js": "src/push.ts", "worker.js": "src/worker.ts" };
const FIRST_LOAD_BYTES = 60_000; // app.css + app.js; with the page itself a first visit stays under 100 kB

// Files that are made here and that a script asks for by address: `import url from "made:NAME"`.
// The map's worker is a bundle of its own, fetched from our origin (CSP worker-src 'self'); its style comes with the map, not before.
const bundled = async (path) => (await build({ ...common, entryPoints: [`node_modules/maplibre-gl/dist/${path}`], write: false })).outputFiles[0].contents;
const made = {
  "map-worker.js": await bundled("maplibre-gl-worker.mjs"),
  "map.css": await bundled("maplibre-gl.css"),
  "world.json": JSON.stringify(worldShapes()),
};
const madeFiles = {
  name: "made-files",
  setup(bundler) {
    bundler.onResolve({ filter: /^made:/ }, ({ path }) => ({ path: path.slice("made:".length), namespace: "made" }));
    bundler.onLoad({ filter: /.*/, namespace: "made" }, ({ path }) => ({ contents: made[path], loader: "file" }));
  },
};

rmSync(dist, { recursive: true, force: true });
const { metafile } = await build({
  ...common,
  entryPoints: Object.values(entries),
  outdir: "dist",
  entryNames: "[name]-[hash]", chunkNames: "[name]-[hash]", assetNames: "[name]-[hash]",
  publicPath: "/assets",
  plugins: [madeFiles],
  splitting: true, metafile: true,
});

const manifest = {};
for (const [name, source] of Object.entries(entries)) {
  const extension = name.slice(name.lastIndexOf("."));
  const [path] = Object.entries(metafile.outputs).find(([path, output]) => output.entryPoint === source && path.endsWith(extension));
  const bytes = readFileSync(join(here, path));
  manifest[name] = { file: basename(path), type: types[extension], bytes: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length };
  console.log(`${name.padEnd(12)}${String(bytes.length).padStart(8)} bytes${String(manifest[name].gzip).padStart(8)} gzipped`);
}
writeFileSync(join(dist, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);

const first = manifest["app.css"].bytes + manifest["app.js"].bytes;
if (first > FIRST_LOAD_BYTES) {
  console.error(`app.css and app.js are ${first} bytes together; the budget of a first visit leaves them ${FIRST_LOAD_BYTES}`);
  process.exit(1);
}
