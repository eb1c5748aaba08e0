/** What the server does with a posted settings button: pure, so that any portal or kiosk may use it. */
import type { Preferences } from '../reader.ts'

/** Fields of `POST /preferences`; anything else, and anything odd, leaves things as they were. */
export interface PreferenceFields {
  readonly lang?: string | undefined
  readonly contrast?: string | undefined
  readonly size?: string | undefined
  readonly easy?: string | undefined
}

const SIZES = [100, 110, 130, 150] as const

export function changePreferences(now: Preferences, fields: PreferenceFields): Preferences {
  const { lang, contrast, size, easy } = fields
  return {
    lang: lang === 'ko' || lang === 'en' ? lang : now.lang,
    contrast: contrast === 'normal' || contrast === 'high' ? contrast : now.contrast,
    size: SIZES.find((one) => String(one) === size) ?? now.size,
    easy: easy === 'on' ? true : easy === 'off' ? false : now.easy,
  }
}

/**
 * A path of this site from a `next` field, or `/`: never another host (`//evil`, `/\evil`, `https:`).
 * Drops `lang`, which would win over the cookie just set.
 */
export function localPath(next: string | undefined): string {
  if (!next?.startsWith('/')) return '/'
  const here = 'http://here.invalid'
  if (!URL.canParse(next, here)) return '/'
  const url = new URL(next, here)
  if (url.origin !== here) return '/'
  url.searchParams.delete('lang')
  return url.pathname.replace(/^\/+/, '/') + url.search
}
