/** What a manual page has after its commands. */
export const MANUAL = `
Environment:
  MOCKFORGE_REGISTRY_URL    the registry, unless --registry says otherwise
  MOCKFORGE_REGISTRY_TOKEN  the token, unless --token says otherwise
  XDG_CONFIG_HOME           where settings are, ~/.config unless set
  NO_COLOR, FORCE_COLOR     no colours; colours although nobody looks

Files:
  ~/.config/mockforge/registry.toml  url, token, timeout, alternative_registries; shared with MockForge
  ~/.mockforge/plugins               what is installed, and mockforge-plugins.lock

Exit codes:
  0 done   1 failed   2 wrong usage   3 not signed in, or not allowed   4 not found
  5 the network or the registry is away   6 a checksum or the lock file does not agree

Start with:
  $ mockforge-registry search jwt
  $ mockforge-registry info auth-jwt
  $ mockforge-registry login`;
