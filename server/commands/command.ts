/** A command of the command line: words in, an exit code out. */
export interface Command {
  readonly usage: string
  readonly says: string
  run(words: readonly string[]): Promise<number>
}

/** Wrong words: said with the usage, exit code 2. */
export class UsageError extends Error {
  constructor(says: string, { usage }: Pick<Command, 'usage'>) {
    super(`${says}\nusage: npm run dpg -- ${usage}`)
    this.name = 'UsageError'
  }
}

/** Reads `--name value` pairs and bare words; refuses a name that the command does not know. */
export function readWords(words: readonly string[], names: readonly string[], command: Pick<Command, 'usage'>) {
  const bare: string[] = []
  const options: Record<string, string> = {}
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!
    if (!word.startsWith('--')) {
      bare.push(word)
      continue
    }
    const [name = '', inline] = word.slice(2).split('=', 2)
    const value = inline ?? words[++at]
    if (!names.includes(name)) throw new UsageError(`unknown option --${name}`, command)
    if (value === undefined) throw new UsageError(`--${name} needs a value`, command)
    options[name] = value
  }
  return { bare, options }
}
