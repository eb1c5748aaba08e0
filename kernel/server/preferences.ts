/** How a person wants to read, kept in one cookie so that it works without script. */
import type { Cookie, Preferences } from './route.ts'

export const PREFERENCES_COOKIE = 'dpg_prefs'

const SIZES = [100, 110, 130, 150] as const

/** Reads `lang.contrast.size.easy`; whatever is odd falls back to the default. */
export function preferencesOf(cookie: string | undefined, langParam: string | null, accept: string | null): Preferences {
  const [lang, contrast, size, easy] = (cookie ?? '').split('.')
  const asked = langParam ?? lang ?? ''
  const fromHeader = /^\s*en\b/i.test(accept ?? '') ? 'en' : 'ko'
  return {
    lang: asked === 'en' || asked === 'ko' ? asked : fromHeader,
    contrast: contrast === 'high' ? 'high' : 'normal',
    size: SIZES.find((one) => String(one) === size) ?? 100,
    easy: easy === 'easy',
  }
}

export const preferencesCookie = (preferences: Preferences): Cookie => ({
  name: PREFERENCES_COOKIE,
  value: `${preferences.lang}.${preferences.contrast}.${preferences.size}.${preferences.easy ? 'easy' : 'plain'}`,
  maxAgeS: 365 * 24 * 3600,
})
