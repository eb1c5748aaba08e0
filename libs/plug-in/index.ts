/** For whoever builds a platform that plugs in: signed calls, what is heard, sign-on. Speaks only the published HTTP API. */
export { type Called, createPlugIn, type Facts, PlatformError, type PlugIn, type PlugInOptions, type Told } from './calls.ts'
export { createEar, type Ear, NotHeard } from './ear.ts'
export { createKey, type Key, keyOf } from './key.ts'
export { createSignOn, type Checks, type SignedIn, type SignOn } from './sign-on.ts'
