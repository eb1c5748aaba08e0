/** What the residents' portal is handed by the server. */
import type { Access } from '@dpg/access/contract'
import type { Benefits } from '@dpg/benefits/contract'
import type { Casework } from '@dpg/casework/contract'
import type { Catalogue } from '@dpg/catalogue/contract'
import type { Directory } from '@dpg/directory/contract'
import type { Exchange } from '@dpg/exchange/contract'
import type { Identity } from '@dpg/identity/contract'
import type { Clock } from '@dpg/kernel'
import type { Mydata } from '@dpg/mydata/contract'
import type { Notices } from '@dpg/notices/contract'
import type { Plugins } from '@dpg/plugins/contract'
import type { Sharing } from '@dpg/sharing/contract'
import type { Wallet } from '@dpg/wallet/contract'

export interface ResidentContracts {
  readonly access: Access
  readonly benefits: Benefits
  readonly casework: Casework
  readonly catalogue: Catalogue
  readonly directory: Directory
  readonly exchange: Exchange
  readonly identity: Identity
  readonly mydata: Mydata
  readonly notices: Notices
  readonly plugins: Plugins
  readonly sharing: Sharing
  readonly wallet: Wallet
  /** Synthetic people and registers: said on every page. */
  readonly isDemo: boolean
  /** What day it is; the system's clock unless told. */
  readonly clock?: Clock
}
