/** What a portal needs to declare pages: pure, without Node. */
export { preferencesCookie, preferencesOf } from './server/preferences.ts'
export { api, page, type Answer, type Asked, type Cookie, type Permission, type Preferences, type Route } from './server/route.ts'
