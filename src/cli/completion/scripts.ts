export const SHELLS = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof SHELLS)[number];

/**
 * What a shell sources. Each asks `mockforge-registry __complete <words>`, whose last word is the one being typed, and
 * gets a candidate a line: the word, a tab, and what it means.
 */
export const COMPLETION_SCRIPTS: Record<Shell, string> = {
  bash: `_mockforge_registry() {
  local word
  COMPREPLY=()
  while IFS=$'\\t' read -r word _; do
    COMPREPLY+=("$word")
  done < <(mockforge-registry __complete "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o bashdefault -o default -F _mockforge_registry mockforge-registry
`,
  zsh: `#compdef mockforge-registry
_mockforge_registry() {
  local -a candidates
  local line
  while IFS= read -r line; do
    candidates+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}")
  done < <(mockforge-registry __complete "\${(@)words[2,CURRENT]}" 2>/dev/null)
  if (( \${#candidates} )); then
    _describe mockforge-registry candidates
  else
    _files
  fi
}
if [ "$funcstack[1]" = "_mockforge_registry" ]; then
  _mockforge_registry "$@"
else
  compdef _mockforge_registry mockforge-registry
fi
`,
  fish: `complete -c mockforge-registry -f -a '(mockforge-registry __complete (commandline -opc)[2..] (commandline -ct) 2>/dev/null)'
complete -c mockforge-registry -n '__fish_seen_subcommand_from publish' -F
`,
};
