/** The real country pack, read once a file, with services of one kind to play with. */
import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { loadPack, type Pack, type ServiceDefinition } from '@dpg/definitions'

const ROOT = fileURLToPath(new URL('../../../countries/kr/', import.meta.url))

/** Only what services need: the catalogue of 8,760 rows would make every test slow. */
export function realPack(): Pack {
  const patterns = ['pack.yaml', 'registers.yaml', '{facts,parameters,workflows}/*.yaml', 'services/**/*.{yaml,md}']
  const paths = patterns.flatMap((pattern) => globSync(pattern, { cwd: ROOT })).sort()
  return loadPack(paths.map((path) => ({ path, text: readFileSync(ROOT + path, 'utf8') }))).pack
}

export function serviceIn(pack: Pack, id: string): ServiceDefinition {
  const service = pack.services.get(id)
  if (!service) throw new Error(`the pack has no service ${id}`)
  return service
}

export const BASIC_PENSION = 'SSE000000170'
export const DISABILITY_PENSION = 'SD0000016119'
export const CHILD_ALLOWANCE = '135200000120'
export const EXTRACT = 'resident-register-copy'
export const MOVE = 'move-in-report'
export const LIVELIHOOD = 'WII000001410'
export const EMERGENCY = '135200005003'
