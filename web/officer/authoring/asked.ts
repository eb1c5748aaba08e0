/** What every page of this part is given. */
import type { DraftView } from '@dpg/authoring/contract'
import type { Policy } from '@dpg/policy/contract'
import type { FormError } from '@dpg/ui'
import type { Frame } from '../frame.tsx'

export const TABS = ['rules', 'figures', 'cases', 'source', 'review'] as const
export type TabName = (typeof TABS)[number]

export interface DraftPageProps {
  readonly frame: Frame
  readonly draft: DraftView
  readonly policy: Policy
  /** What was typed, when it could not be saved. */
  readonly typed?: Readonly<Record<string, string>> | undefined
  readonly errors?: readonly FormError[]
  /** What has just been done. */
  readonly done?: 'saved' | 'rebased' | 'taken' | undefined
  readonly actKey: string
}

/** The form of a tab; what else is done with a draft saves it first. */
export const EDITOR = 'editor'

export const hrefOf = (draft: Pick<DraftView, 'id'>, tab: TabName): string =>
  tab === 'rules' ? `/authoring/drafts/${draft.id}` : `/authoring/drafts/${draft.id}/${tab}`
