/**
 * Built by scripts/assets.ts: where each file of src/web/assets is served, by its name (`main.js` →
 * `/static/main.3F9A0C1D.js`); `build` changes when any of them does.
 */
declare module "#assets" {
  const names: Record<string, string>;
  export default names;
}
