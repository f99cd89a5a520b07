// Completion for bash, 3.2 and later: a function that looks at the verb, and at the flag before the word.

import type { Values, VerbWord } from "./words.js";
import { verbWords } from "./words.js";

/** The script. */
export function bashScript(): string {
  const verbs = verbWords();
  return `# bash completion for qapi-ts; made by: qapi-ts completion bash

_qapi_ts_files() {
  compopt -o default 2>/dev/null && return
  local IFS=$'\\n'
  COMPREPLY=($(compgen -f -- "$cur"))
}

_qapi_ts_folders() {
  compopt -o filenames 2>/dev/null
  local IFS=$'\\n'
  COMPREPLY=($(compgen -d -- "$cur"))
}

_qapi_ts() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev= verb=\${COMP_WORDS[1]} flags= negated=
  COMPREPLY=()
  if [[ $COMP_CWORD -eq 1 ]]; then
    ${offer([...verbs.map(({ word }) => word), "--help", "--version"])}
    return
  fi
  prev=\${COMP_WORDS[COMP_CWORD - 1]}
  # --flag=value comes as three words.
  if [[ $cur == "=" ]]; then
    cur=
  elif [[ $prev == "=" ]]; then
    prev=\${COMP_WORDS[COMP_CWORD - 2]}
  fi
  case "$verb $prev" in
${verbs.flatMap(valueCases).join("\n")}
  esac
  case $verb in
${verbs.map(operandCase).join("\n")}
  esac
  [[ $cur == --no* ]] && flags="$flags $negated"
  [[ $cur == -* ]] && COMPREPLY=($(compgen -W "$flags" -- "$cur"))
  return 0
}

complete -F _qapi_ts qapi-ts
`;
}

/** What completes the value of each flag of a verb. */
function valueCases({ word: verb, flags }: VerbWord): readonly string[] {
  return flags.flatMap(({ word, value }) =>
    value === undefined ? [] : [`    "${verb} ${word}") ${action(value)}; return ;;`],
  );
}

function operandCase({ word, flags, operands }: VerbWord): string {
  const plain = [...flags.map((flag) => flag.word), "--help"].join(" ");
  const negated = flags.flatMap((flag) => flag.negated ?? []).join(" ");
  return `    ${word})
      flags="${plain}"
      negated="${negated}"
      [[ $cur == -* ]] || { ${action(operands)}; }
      ;;`;
}

/** What fills COMPREPLY; words go before files. */
function action(values: Values | undefined): string {
  const words = values === undefined || values.words.length === 0 ? undefined : offer(values.words);
  if (values?.paths === undefined) return words ?? ":";
  const paths = `_qapi_ts_${values.paths}`;
  return words === undefined ? paths : `${words}; [[ \${#COMPREPLY[@]} -gt 0 ]] || ${paths}`;
}

const offer = (words: readonly string[]) => `COMPREPLY=($(compgen -W "${words.join(" ")}" -- "$cur"))`;
