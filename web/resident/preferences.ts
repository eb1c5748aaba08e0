/** `POST /preferences`: the buttons of language, contrast, size and easy words on every page. */
import { page, preferencesCookie, type Route } from '@dpg/kernel/route'
import { changePreferences, localPath, PREFERENCES_PATH } from '@dpg/ui'
import { z } from 'zod'

const field = z.string().max(20).optional()

export const preferencesRoute: Route = page({
  method: 'POST',
  path: PREFERENCES_PATH,
  needs: 'public',
  body: z.object({ lang: field, contrast: field, size: field, easy: field, next: z.string().max(2000).optional() }),
  handle: ({ body, preferences }) => ({
    location: localPath(body.next),
    cookies: [preferencesCookie(changePreferences(preferences, body))],
  }),
})
