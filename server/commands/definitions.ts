/** `definitions check [folder]`: every broken promise with file, line and remedy. */
import { stat } from 'node:fs/promises'
import { checkPack } from '@dpg/definitions'
import { readPackFiles } from '../pack-files.ts'
import { type Command, UsageError } from './command.ts'

const usage = 'definitions check [folder]'

export const definitions: Command = {
  usage,
  says: 'Checks a country pack (countries/kr when no folder is named); fails when a promise is broken.',
  async run([what, folder = 'countries/kr', ...rest]) {
    if (what !== 'check' || rest.length > 0) throw new UsageError(`unknown: definitions ${what ?? ''}`, { usage })
    if (!(await stat(folder).catch(() => undefined))?.isDirectory())
      throw new UsageError(`there is no folder ${folder}`, { usage })
    const { findings, counts } = checkPack(await readPackFiles(folder))
    for (const { file, line, column, level, rule, message, remedy } of findings)
      console.log(
        `${file}:${line}${column ? `:${column}` : ''} ${level} [${rule}]\n  ${message.ko}\n  ${remedy.ko}\n  ${message.en} ${remedy.en}`,
      )
    console.log(JSON.stringify(counts))
    return findings.some(({ level }) => level === 'error') ? 1 : 0
  },
}
