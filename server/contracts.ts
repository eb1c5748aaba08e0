/** What the portals are handed: every module by its contract, and a few words about this installation. */
import type { Access } from '@dpg/access/contract'
import type { Admissions } from '@dpg/admissions/contract'
import type { Authoring } from '@dpg/authoring/contract'
import type { Benefits } from '@dpg/benefits/contract'
import type { Casework } from '@dpg/casework/contract'
import type { Catalogue } from '@dpg/catalogue/contract'
import type { Developers } from '@dpg/developers/contract'
import type { Directory } from '@dpg/directory/contract'
import type { Exchange, Members } from '@dpg/exchange/contract'
import type { Guard } from '@dpg/guard/contract'
import type { Identity } from '@dpg/identity/contract'
import type { Clock } from '@dpg/kernel'
import type { Mydata } from '@dpg/mydata/contract'
import type { Notices } from '@dpg/notices/contract'
import type { Plugins } from '@dpg/plugins/contract'
import type { Policy } from '@dpg/policy/contract'
import type { Sharing } from '@dpg/sharing/contract'
import type { Wallet } from '@dpg/wallet/contract'

export interface PortalContracts {
  readonly access: Access
  readonly admissions: Admissions
  readonly authoring: Authoring
  readonly benefits: Benefits
  readonly casework: Casework
  readonly catalogue: Catalogue
  readonly developers: Developers
  readonly directory: Directory
  readonly exchange: Exchange
  readonly guard: Guard
  readonly identity: Identity
  readonly members: Members
  readonly mydata: Mydata
  readonly notices: Notices
  readonly plugins: Plugins
  readonly policy: Policy
  readonly sharing: Sharing
  readonly wallet: Wallet
  /** Which day it is. */
  readonly clock: Clock
  /** Synthetic people and registers: said on every page. */
  readonly isDemo: boolean
  /** The OpenAPI text of all routes. */
  readonly openApi: () => object
}
