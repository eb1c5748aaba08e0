/** What the officials' portal is handed by the server. */
import type { Access } from '@dpg/access/contract'
import type { Admissions } from '@dpg/admissions/contract'
import type { Authoring } from '@dpg/authoring/contract'
import type { Casework } from '@dpg/casework/contract'
import type { Catalogue } from '@dpg/catalogue/contract'
import type { Directory } from '@dpg/directory/contract'
import type { Exchange, Members } from '@dpg/exchange/contract'
import type { Guard } from '@dpg/guard/contract'
import type { Identity } from '@dpg/identity/contract'
import type { Policy } from '@dpg/policy/contract'
import type { Sharing } from '@dpg/sharing/contract'

export interface OfficerContracts {
  readonly access: Access
  readonly admissions: Admissions
  readonly authoring: Authoring
  readonly casework: Casework
  readonly catalogue: Catalogue
  readonly directory: Directory
  readonly exchange: Exchange
  readonly guard: Guard
  readonly members: Members
  readonly identity: Pick<Identity, 'passports' | 'presentations'>
  readonly policy: Policy
  readonly sharing: Sharing
  readonly isDemo: boolean
}
