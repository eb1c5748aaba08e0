/** What the developers' portal is handed by the server. */
import type { Catalogue } from '@dpg/catalogue/contract'

export interface DeveloperContracts {
  readonly catalogue: Catalogue
  readonly isDemo: boolean
  readonly openApi: () => object
}
