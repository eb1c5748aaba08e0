/** `GET /check/offline.js`: the service worker, with what it keeps written into it, so that it changes when, and only when, that does. */
import { createHash } from 'node:crypto'
import { page, type Route } from '@dpg/kernel/route'
import type { Lang } from '@dpg/kernel'
import { type OfflinePlan, SCOPE } from './plan.ts'

/** Where the script is; a page that says null instead has it removed. */
export const OFFLINE_SCRIPT = `${SCOPE}/offline.js`
/** The page as it is kept: without anything of whoever is signed in. */
export const KEPT_PAGE = `${SCOPE}/kept`

/** `rules`: address of the rules in force. */
export const offlineRoute = (rules: (lang: Lang) => string): Route =>
  page({
    method: 'GET',
    path: OFFLINE_SCRIPT,
    needs: 'public',
    handle: ({ lang, preferences }) => ({
      bytes: new TextEncoder().encode(scriptFor(rules(lang), preferences)),
      contentType: 'text/javascript; charset=utf-8',
      headers: { 'cache-control': 'no-cache', 'service-worker-allowed': SCOPE, vary: 'accept-language, cookie' },
    }),
  })

function scriptFor(rules: string, look: object): string {
  const { files, code } = __DPG_OFFLINE__
  const version = createHash('sha256')
    .update(JSON.stringify([rules, look, files, code]))
    .digest('base64url')
    .slice(0, 16)
  const plan: OfflinePlan = { version, kept: KEPT_PAGE, rules, files }
  return `const OFFLINE=${JSON.stringify(plan)};\n${code}`
}
