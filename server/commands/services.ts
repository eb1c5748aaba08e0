/** `services export`: the services as linked data that other catalogues harvest. */
import { loadPack, serviceIds, serviceOf, toCpsvAp } from '@dpg/definitions'
import { readPackFiles } from '../pack-files.ts'
import { type Command, readWords, UsageError } from './command.ts'

const usage = 'services export --format cpsv-ap [--base URL] [--only worked-out] [--pack FOLDER]'

export const services: Command = {
  usage,
  says: 'Writes the services as CPSV-AP 3.2 JSON-LD to standard output.',
  async run([what, ...words]) {
    if (what !== 'export') throw new UsageError(`unknown: services ${what ?? ''}`, { usage })
    const { options } = readWords(words, ['format', 'base', 'only', 'pack'], { usage })
    if (options['format'] !== 'cpsv-ap') throw new UsageError('--format cpsv-ap is the format there is', { usage })
    const { pack } = loadPack(await readPackFiles(options['pack'] ?? 'countries/kr'))
    const ids = options['only'] === 'worked-out' ? [...pack.services.keys()] : serviceIds(pack)
    const all = ids.map((id) => serviceOf(id, pack)!)
    process.stdout.write(`${JSON.stringify(toCpsvAp(all, pack, { base: options['base'] ?? 'https://dpg.example' }))}\n`)
    return 0
  },
}
