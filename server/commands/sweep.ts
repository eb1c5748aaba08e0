/** `sweep`: a comparison over a whole population, shared out by the database among workers on any number of machines. */
import { readFile } from 'node:fs/promises'
import { createLog, type Db, migrate, openDb } from '@dpg/kernel/server'
import type { CompareOptions } from '@dpg/rules/population'
import { z } from 'zod'
import { type Command, readWords, UsageError } from './command.ts'

const usage =
  'sweep begin --database URL --population FOLDER --question FILE | sweep work ID --database URL --population FOLDER | sweep result ID --database URL'

/** FEEL and facts are checked by the engine, which names the place. */
const rules = z.looseObject({
  facts: z.array(z.looseObject({ id: z.string() })),
  parameters: z.array(z.looseObject({ id: z.string() })),
  services: z.array(z.looseObject({ id: z.string() })),
})

const question = z.strictObject({
  today: rules,
  reform: rules.optional(),
  asOf: z.iso.date(),
  by: z
    .array(
      z.strictObject({
        id: z.string(),
        value: z.string(),
        bands: z.array(z.number()).optional(),
        quantiles: z.number().int().min(2).optional(),
      }),
    )
    .optional(),
  services: z.array(z.string()).optional(),
  only: z.literal('changed').optional(),
  money: z.boolean().optional(),
  household: z.string().optional(),
})

export const sweepCommand: Command = {
  usage,
  says: 'Compares two versions of rules over a population of any size; every worker takes shards, whichever dies. The question is JSON: { today, reform, asOf, … }.',
  async run([what = '', ...words]) {
    const { bare, options } = readWords(words, ['database', 'population', 'question'], { usage })
    const { database, population, question: file } = options
    const [id] = bare
    const { beginSweep, sweepMigrations, sweepResult, workOnSweep } = await import('@dpg/policy/sweep')
    const begin = async (db: Db): Promise<void> => {
      await migrate(database!, [sweepMigrations])
      const asked = await readQuestion(file!)
      console.log(await beginSweep(db, { ...asked, population: population! }))
    }
    const work = async (db: Db): Promise<void> => {
      const onShard = (shard: string, isCounted: boolean) => console.log(isCounted ? shard : `${shard} was reported by another`)
      await workOnSweep(db, id!, { population: population!, onShard })
    }
    const result = async (db: Db): Promise<void> => console.log(JSON.stringify(await sweepResult(db, id!)))
    const verbs: Readonly<Record<string, { readonly needs: readonly (string | undefined)[]; readonly run: typeof begin }>> = {
      begin: { needs: [database, population, file], run: begin },
      work: { needs: [id, database, population], run: work },
      result: { needs: [id, database], run: result },
    }
    const verb = Object.hasOwn(verbs, what) ? verbs[what] : undefined
    if (verb === undefined) throw new UsageError(`unknown: sweep ${what}`, { usage })
    if (verb.needs.some((one) => !one)) throw new UsageError(`something is missing for sweep ${what}`, { usage })
    const db = openDb({ url: database!, log: createLog('warn'), poolSize: 2 })
    try {
      await verb.run(db)
    } finally {
      await db.close()
    }
    return 0
  },
}

type Asked = Omit<CompareOptions, 'population' | 'workers' | 'onProgress'>

async function readQuestion(file: string): Promise<Asked> {
  const parsed = question.safeParse(jsonOf(await readFile(file, 'utf8'), file))
  if (parsed.success) return parsed.data as unknown as Asked
  const issues = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
  throw new UsageError(`${file} holds no question: ${issues.join('; ')}`, { usage })
}

function jsonOf(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new UsageError(`${file} is no JSON: ${(cause as Error).message}`, { usage })
  }
}
