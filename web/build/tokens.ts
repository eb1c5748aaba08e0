/**
 * KRDS design tokens for the style sheet, from the npm package; our own plain values when the package is absent.
 * Only the variables in use are kept: 3 of 50 KB.
 */
import { createRequire } from 'node:module'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'
import { WEB } from './paths.ts'

const DECLARATION = /(--krds-[\w-]+)\s*:\s*([^;}]+)[;}]/g
const USE = /var\(\s*(--krds-[\w-]+)/g

/** Puts the tokens that the sheets in `web/ui/styles` use behind the imports of `index.css`. */
export function krdsTokens(): Plugin {
  return {
    name: 'dpg:krds-tokens',
    enforce: 'pre',
    transform(code, id) {
      if (!id.endsWith('/styles/index.css')) return null
      return { code: `${code}\n${tokensFor(stylesText(), tokenSource())}`, map: null }
    },
  }
}

/** The tokens `styles` uses, with those they are made of, as one `:root` rule. Throws on a token nobody declares. */
export function tokensFor(styles: string, source: string): string {
  const declared = new Map([...source.matchAll(DECLARATION)].map((match) => [match[1]!, match[2]!.trim()]))
  const needed = new Set<string>()
  const add = (name: string): void => {
    if (needed.has(name)) return
    const value = declared.get(name)
    if (value === undefined) throw new Error(`web/ui/styles uses ${name}, which no token file declares`)
    needed.add(name)
    for (const part of value.matchAll(USE)) add(part[1]!)
  }
  for (const use of styles.matchAll(USE)) add(use[1]!)
  return `:root{${[...needed].map((name) => `${name}:${declared.get(name)}`).join(';')}}\n`
}

/** All our style sheets as one text. */
export function stylesText(): string {
  const folder = join(WEB, 'ui/styles')
  const names = readdirSync(folder).filter((name) => name.endsWith('.css') && name !== 'tokens-fallback.css')
  return names.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n')
}

export const fallbackTokens = (): string => readFileSync(join(WEB, 'ui/styles/tokens-fallback.css'), 'utf8')

function tokenSource(): string {
  try {
    const main = createRequire(import.meta.url).resolve('krds-uiux/package.json')
    return readFileSync(join(main, '../resources/css/token/krds_tokens.css'), 'utf8')
  } catch {
    return fallbackTokens()
  }
}
