/** What the check needs to be opened without a network; written into the service worker's script. */
export interface OfflinePlan {
  /** Of the files, the rules, the code and what the page looks like for this reader; names the cache. */
  readonly version: string
  /** Address under which the page is handed out for keeping: as a stranger sees it. */
  readonly kept: string
  /** Address of the rules that the page must name. */
  readonly rules: string
  /** Addresses of everything else the page loads. */
  readonly files: readonly string[]
}

/** The service worker sees nothing but this page and what lies below. */
export const SCOPE = '/check'
/** Caches of ours begin so; a later version removes the earlier ones. */
export const CACHES = 'check-'
