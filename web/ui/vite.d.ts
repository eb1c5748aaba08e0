/// <reference types="vite/client" />
/** Set by the build: addresses of the files that pages link to. */
declare const __DPG_ASSETS__: import('./assets.ts').Assets
/** Set by the build: what the check loads, and the code that keeps it for when there is no network. */
declare const __DPG_OFFLINE__: { readonly files: readonly string[]; readonly code: string }
