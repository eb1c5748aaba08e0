/** What stands in the addresses of an app's pages, and what they are drawn from. */
import type { AppId, Developers } from '@dpg/developers/contract'
import { parseId } from '@dpg/kernel'
import { z } from 'zod'

export interface AppsDeps {
  readonly developers: Developers
  readonly isDemo: boolean
}

export const oneApp = z.object({ id: z.string().max(60) })
export const idOf = ({ id }: { readonly id: string }): AppId => parseId<AppId>('app', id)
