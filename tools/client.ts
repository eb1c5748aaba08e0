/** `npm run client`: writes the calls of the typed client from the OpenAPI text; a test compares. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { generate, type OpenApi } from '@dpg/client/generate'
import { openApiText } from '@dpg/server'

const FILE = join(import.meta.dirname, '../libs/client/generated/api.ts')

export const generatedNow = (): string => generate(openApiText() as OpenApi)
export const generatedThen = (): string => readFileSync(FILE, 'utf8')

if (import.meta.main) writeFileSync(FILE, generatedNow())
