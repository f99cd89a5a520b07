// Completion for fish: a line for each flag of each verb.

import type { FlagWord, Values, VerbWord } from "./words.js";
import { verbWords } from "./words.js";

/** The script. */
export function fishScript(): string {
  const verbs = verbWords();
  const lines = [
    line("__qapi_ts_has_no_verb", { about: "print help" }, "-s h -l help"),
    line("__qapi_ts_has_no_verb", { about: "print the version" }, "-l version"),
    ...verbs.map(({ word, about }) => line("__qapi_ts_has_no_verb", { about }, `-a ${word}`)),
    ...verbs.flatMap(verbLines),
  ];
  return `# fish completion for qapi-ts; made by: qapi-ts completion fish

function __qapi_ts_has_no_verb
    set -l words (commandline -opc)
    test (count $words) -eq 1
end

function __qapi_ts_verb_is
    set -l words (commandline -opc)
    test (count $words) -gt 1; and test $words[2] = $argv[1]
end

function __qapi_ts_takes_back
    __qapi_ts_verb_is $argv[1]; and string match -q -- '--no*' (commandline -ct)
end

complete -c qapi-ts -e
complete -c qapi-ts -f
${lines.join("\n")}
`;
}

function verbLines({ word, flags, operands }: VerbWord): readonly string[] {
  const isHere = `__qapi_ts_verb_is ${word}`;
  const negated = flags.flatMap((flag) =>
    flag.negated === undefined
      ? []
      : [line(`__qapi_ts_takes_back ${word}`, { about: `take ${flag.word} back` }, `-l ${flag.negated.slice(2)}`)],
  );
  return [
    ...flags.map((flag) => line(isHere, flag, flagWords(flag))),
    ...negated,
    line(isHere, { about: "print this help" }, "-s h -l help"),
    ...(operands === undefined ? [] : operandWords(operands).map((words) => line(isHere, {}, words))),
  ];
}

function flagWords({ word, value }: FlagWord): string {
  const long = `-l ${word.slice(2)}`;
  if (value === undefined) return long;
  if (value.paths === "files") return `${long} -r -F`;
  const offered = offer(value);
  return offered === undefined ? `${long} -x` : `${long} -x -a ${offered}`;
}

function operandWords(values: Values): readonly string[] {
  const offered = offer(values);
  return [...(offered === undefined ? [] : [`-a ${offered}`]), ...(values.paths === "files" ? ["-F"] : [])];
}

function offer({ paths, words }: Values): string | undefined {
  if (paths === "folders") return "'(__fish_complete_directories (commandline -ct))'";
  return words.length === 0 ? undefined : quoted(words.join(" "));
}

function line(condition: string, { about }: { readonly about?: string }, words: string): string {
  return `complete -c qapi-ts -n ${quoted(condition)} ${words}${about === undefined ? "" : ` -d ${quoted(about)}`}`;
}

const quoted = (text: string) => `'${text.replace(/[\\']/g, "\\$&")}'`;
