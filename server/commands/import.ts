/** `import gov24`: the official full texts, from a file or the official API, into the database of the platform. */
import { catalogue, createCatalogue } from '@dpg/catalogue'
import { systemClock } from '@dpg/kernel'
import { createLog, kernel, migrate, openDb } from '@dpg/kernel/server'
import { openDatabase } from '../database.ts'
import { readServerSettings } from '../settings.ts'
import { type Command, readWords, UsageError } from './command.ts'

const usage = 'import gov24 <file | https://api.odcloud.kr/api/gov24/v3> [--key KEY] [--everything yes]'

export const importTexts: Command = {
  usage,
  says: 'Brings in official texts of 보조금24; goes on where it broke off, takes only what changed since. Works beside a running platform.',
  async run([what, ...words]) {
    const { bare, options } = readWords(words, ['key', 'everything'], { usage })
    const [source, ...rest] = bare
    if (what !== 'gov24' || !source || rest.length > 0)
      throw new UsageError('name the source: import gov24 <file or address>', { usage })
    const settings = readServerSettings(process.env)
    const log = createLog(settings.DPG_LOG)
    const database = await openDatabase(settings)
    try {
      await migrate(database.url, [kernel.migrations, catalogue.migrations])
      const db = openDb({ url: database.url, log, poolSize: 4 })
      const door = createCatalogue({ db, clock: systemClock, log, baseUrl: () => '' })
      await door.load()
      const result = await door.importGov24({
        source,
        ...(options['key'] ? { key: options['key'] } : {}),
        everything: options['everything'] === 'yes',
        onProgress: (progress) => console.error(JSON.stringify(progress)),
      })
      await db.close()
      console.log(
        JSON.stringify({ ...result, refused: result.refused.slice(0, 20), notInPack: result.notInPack.slice(0, 20) }, null, 2),
      )
      return 0
    } finally {
      await database.close()
    }
  },
}
