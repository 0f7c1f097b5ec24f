// Files that build.mjs makes; what is imported is their hashed address under /assets.
declare module "made:map-worker.js" {
  const address: string;
  export default address;
}
declare module "made:map.css" {
  const address: string;
  export default address;
}
declare module "made:world.json" {
  const address: string;
  export default address;
}
