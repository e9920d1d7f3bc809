import { Argument, type Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { type Io, write } from '../io.ts';

/** The shells ask the hidden command `complete` with the words so far. Where it answers nothing, they offer files. */
const scripts = {
  bash: `# Completion of muster for bash. In ~/.bashrc: source <(muster completion bash)
_muster() {
  local IFS=$'\\n'
  COMPREPLY=($("$1" complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _muster muster
`,
  zsh: `#compdef muster
# Completion of muster for zsh. In ~/.zshrc, after compinit: source <(muster completion zsh)
_muster() {
  local -a found
  found=("\${(@f)$("\${words[1]}" complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -n "\${found[1]}" ]]; then compadd -- "\${found[@]}"; else _files; fi
}
compdef _muster muster
`,
} as const;

export function completionCommand(muster: Command, io: Io): void {
  muster
    .command('completion')
    .description('a script that lets a shell complete commands and options')
    .addArgument(new Argument('<shell>', 'bash or zsh').choices(['bash', 'zsh'] as const))
    .action((shell) => write(io, scripts[shell]));
  muster.command('complete <words...>', { hidden: true }).action((words) =>
    write(
      io,
      candidates(muster, words)
        .map((found) => `${found}\n`)
        .join(''),
    ),
  );
}

/** What the last word, as far as it is typed, can become. */
function candidates(muster: CommandUnknownOpts, words: readonly string[]): string[] {
  const [typed = '', before = ''] = words.toReversed();
  const command = words.slice(0, -1).reduce((found, word) => childOf(found, word) ?? found, muster);
  const options = [...new Set([command, muster])].flatMap((of) => of.createHelp().visibleOptions(of));
  const valued = options.find(
    (option) => (option.required || option.optional) && [option.long, option.short].includes(before),
  );
  return offered().filter((candidate) => candidate.startsWith(typed));

  function offered(): readonly string[] {
    if (valued) return valued.argChoices ?? [];
    if (typed.startsWith('-')) return options.flatMap(({ long }) => long ?? []);
    const arguments_ = command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []);
    return [
      ...command
        .createHelp()
        .visibleCommands(command)
        .map((child) => child.name()),
      ...arguments_,
    ];
  }
}

const childOf = (command: CommandUnknownOpts, name: string) => command.commands.find((child) => child.name() === name);
