/** Addresses of what pages link to, as the build wrote them. */
export interface Assets {
  readonly css: string
  readonly fonts: string
  readonly islands: string
  readonly icon: string
}

export const ASSETS: Assets = __DPG_ASSETS__
