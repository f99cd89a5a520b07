// Completion for zsh: its `_arguments` gets a line for each flag. Works from a folder of $fpath, and sourced.

import type { FlagWord, Values, VerbWord } from "./words.js";
import { verbWords } from "./words.js";

/** The script. */
export function zshScript(): string {
  const verbs = verbWords();
  const described = verbs.map(({ word, about }) => `        ${quoted(`${word}:${about}`)}`);
  return `#compdef qapi-ts
# zsh completion for qapi-ts; made by: qapi-ts completion zsh

_qapi_ts() {
  local curcontext=$curcontext state line ret=1
  local -A opt_args
  local -a verbs negated
  _arguments -C \\
    '(- *)'{-h,--help}'[print help]' \\
    '(- *)--version[print the version]' \\
    '1: :->verb' \\
    '*:: :->rest' && ret=0
  case $state in
    verb)
      verbs=(
${described.join("\n")}
      )
      _describe -t commands verb verbs && ret=0
      ;;
    rest)
      case $line[1] in
${verbs.map(verbCase).join("\n")}
      esac
      ;;
  esac
  return ret
}

if [[ $funcstack[1] == _qapi-ts ]]; then
  _qapi_ts "$@"
else
  compdef _qapi_ts qapi-ts
fi
`;
}

function verbCase({ word, flags, operands }: VerbWord): string {
  const negated = flags.flatMap((flag) =>
    flag.negated === undefined ? [] : [quoted(negatedSpec(flag, flag.negated))],
  );
  const specs = [
    ...flags.map((flag) => quoted(flagSpec(flag))),
    '"${negated[@]}"',
    "'(- *)'{-h,--help}'[print this help]'",
    ...(operands === undefined ? [] : [quoted(`${operands.many ? "*" : "1"}:${operands.name}:${action(operands)}`)]),
  ];
  const offered = negated.length === 0 ? "" : `\n          [[ $PREFIX == --no* ]] && negated=(${negated.join(" ")})`;
  return `        ${word})${offered}
          _arguments \\
            ${specs.join(" \\\n            ")} && ret=0
          ;;`;
}

function flagSpec({ word, about, many, value }: FlagWord): string {
  const start = `${many ? "*" : ""}${word}${value === undefined ? "" : "="}[${escaped(about)}]`;
  return value === undefined ? start : `${start}:${escaped(value.name)}:${action(value)}`;
}

const negatedSpec = ({ word }: FlagWord, negated: string) => `${negated}[take ${word} back]`;

function action({ paths, words }: Values): string {
  const list = `(${words.join(" ")})`;
  if (paths === undefined) return words.length === 0 ? " " : list;
  const path = paths === "folders" ? "_files -/" : "_files";
  return words.length === 0 ? path : `_alternative "words:word:${list}" "files:file:${path}"`;
}

/** Text in the specification of an argument. */
const escaped = (text: string) => text.replace(/[\\[\]:]/g, "\\$&");

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
