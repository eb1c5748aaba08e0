/** `definitions check [folder]`: every broken promise with file, line and remedy. */
import { stat } from 'node:fs/promises'
import { checkPack } from '@dpg/definitions'
import { analyse, readPolicies, runExamples } from '@dpg/policies'
import { readPackFiles, readPolicyFiles } from '../pack-files.ts'
import { type Command, UsageError } from './command.ts'

const usage = 'definitions check [folder]'

export const definitions: Command = {
  usage,
  says: 'Checks a country pack (countries/kr when no folder is named); fails when a promise is broken.',
  async run([what, folder = 'countries/kr', ...rest]) {
    if (what !== 'check' || rest.length > 0) throw new UsageError(`unknown: definitions ${what ?? ''}`, { usage })
    if (!(await stat(folder).catch(() => undefined))?.isDirectory())
      throw new UsageError(`there is no folder ${folder}`, { usage })
    const { findings: inPack, counts } = checkPack(await readPackFiles(folder))
    const policies = await checkPolicies(folder)
    const findings = [...inPack, ...policies.findings]
    const errors = findings.filter(({ level }) => level === 'error').length
    for (const { file, line, column = 0, level, rule, message, remedy } of findings)
      console.log(
        `${file}:${line}${column ? `:${column}` : ''} ${level} [${rule}]\n  ${message.ko}\n  ${remedy.ko}\n  ${message.en} ${remedy.en}`,
      )
    console.log(JSON.stringify({ ...counts, errors, policies: policies.count }))
    return errors > 0 ? 1 : 0
  },
}

/** Access policies: held to their schema and their examples; rules that say nothing are warned of. */
async function checkPolicies(folder: string) {
  const files = await readPolicyFiles(folder)
  if (files.length === 0) return { findings: [], count: 0 }
  const set = readPolicies(files)
  const findings = [...set.findings, ...runExamples(set, files), ...analyse(set)].map((one) => ({ ...one, column: 0 }))
  return { findings, count: set.policies.length }
}
