/** What to do next, by the registry's code; `<name>` is the plugin that the request was about. */
const HINTS: Record<string, string> = {
  authentication_required: "sign in with: mockforge-registry login",
  invalid_token: "sign in with: mockforge-registry login",
  missing_scope: "make another token: mockforge-registry token create <what for> --scope …",
  session_required: "sign in with your password: mockforge-registry login",
  not_owner: "see who owns it: mockforge-registry owner list <name>",
  plugin_not_found: "look for it: mockforge-registry search <word>",
  version_not_found: "see its versions: mockforge-registry info <name>",
  version_exists: "raise the version in plugin.yaml and publish again",
};

export const hintFor = (code: string, plugin: string | undefined): string | undefined =>
  HINTS[code]?.replace("<name>", plugin ?? "<name>");
