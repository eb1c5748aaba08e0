/** What the developers' portal is handed by the server. */
import type { Catalogue } from '@dpg/catalogue/contract'
import type { Developers } from '@dpg/developers/contract'
import type { Identity } from '@dpg/identity/contract'
import type { Plugins } from '@dpg/plugins/contract'

export interface DeveloperContracts {
  readonly catalogue: Catalogue
  readonly developers: Developers
  readonly identity: Identity
  readonly plugins: Plugins
  readonly isDemo: boolean
  readonly openApi: () => object
}
