/** The platform as one thing: for the tests that drive it and the benchmarks that measure it. */
export { openApiText } from './open-api-text.ts'
export { type Platform, startPlatform } from './platform.ts'
export { readServerSettings, type Settings, settingsSchema } from './settings.ts'
