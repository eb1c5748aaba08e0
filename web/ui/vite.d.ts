/// <reference types="vite/client" />
/** Set by the build: addresses of the files that pages link to. */
declare const __DPG_ASSETS__: import('./assets.ts').Assets
