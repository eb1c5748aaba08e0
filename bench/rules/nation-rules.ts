/** The rules of the demo country as they are published: every real service, worked out from the law or read from the catalogue. */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadPack, rulesOf } from '@dpg/definitions'
import type { Declarations } from '@dpg/rules'
import { COUNTRY } from '../country.ts'

/** The day on which the nation is looked at. */
export const DAY = '2026-11-25'

const FILES = '{*.yaml,*.tsv,facts/*.yaml,parameters/*.yaml,workflows/*.yaml,services/**/*.{yaml,md},catalogue/*.tsv}'

export function countryRules(): Declarations {
  const files = globSync(FILES, { cwd: COUNTRY }).map((path) => ({
    path: path.replaceAll('\\', '/'),
    text: readFileSync(join(COUNTRY, path), 'utf8'),
  }))
  return rulesOf(loadPack(files).pack)
}
