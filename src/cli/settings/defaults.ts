/** What holds when nothing is said; as MockForge's own client has it. */
export const DEFAULTS = {
  url: "https://registry.mockforge.dev",
  /** Seconds. */
  timeout: 30,
  alternative_registries: [] as string[],
};
