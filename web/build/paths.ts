/** Where things are. */
import { join } from 'node:path'

export const WEB = join(import.meta.dirname, '..')
export const ROOT = join(WEB, '..')
export const DIST = join(WEB, 'dist')
/** Each becomes `dist/server/<name>.js`; `ui` serves the tests of the components. */
export const ENTRIES = ['resident', 'officer', 'developer', 'ui'] as const
