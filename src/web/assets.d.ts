/** Built by scripts/assets.ts: where each file of src/web/assets is served, by its name; `main.js` → `/static/main.3f9a….js`. */
declare module "#assets" {
  const names: Record<string, string>;
  export default names;
}
