/** The button that sites show: one style sheet, no script and no picture, so that nobody is followed from site to site by it. */
import { page, type Route } from '@dpg/kernel/route'
import { BUTTON } from './guide.tsx'

const CSS = `.any-id-button {
  display: inline-flex; align-items: center; justify-content: center; gap: 0.5em;
  min-height: 48px; padding: 0.5em 1.25em; box-sizing: border-box;
  border: 2px solid #0b50d0; border-radius: 8px; background: #0b50d0; color: #fff;
  font: 600 1.0625rem/1.4 system-ui, sans-serif; text-decoration: none;
}
.any-id-button::before {
  content: ""; width: 1.1em; height: 1.1em; flex: none; border: 3px solid currentColor; border-radius: 50%;
  background: radial-gradient(currentColor 0 30%, transparent 32%); box-sizing: border-box;
}
.any-id-button:hover { background: #083891; border-color: #083891; color: #fff; }
.any-id-button:focus-visible { outline: 3px solid #000; outline-offset: 2px; }
@media (forced-colors: active) { .any-id-button { border-color: LinkText; background: Canvas; color: LinkText; } }
@media (max-width: 400px) { .any-id-button { width: 100%; } }
`

export const buttonRoute: Route = page({
  method: 'GET',
  path: BUTTON,
  needs: 'public',
  handle: () => ({
    bytes: new TextEncoder().encode(CSS),
    contentType: 'text/css; charset=utf-8',
    // Loaded by other sites; the same for everybody, and kept for a day.
    headers: {
      'cross-origin-resource-policy': 'cross-origin',
      'cache-control': 'public, max-age=86400',
      'access-control-allow-origin': '*',
    },
  }),
})
