/** How a consent stands, in a word. */
import type { ConsentState } from '@dpg/casework/contract'
import { Badge, type BadgeKind } from '@dpg/ui'
import type { FrameAsked } from '../../frame.tsx'

const LOOKS: Readonly<Record<ConsentState, BadgeKind>> = {
  asked: 'warning',
  given: 'success',
  refused: 'gray',
  withdrawn: 'gray',
  expired: 'gray',
  'not-needed': 'gray',
}

export const ConsentBadge = ({ state, t }: { readonly state: ConsentState; readonly t: FrameAsked['t'] }) => (
  <Badge kind={LOOKS[state]}>{t(`resident.my.agreeing.state.${state}`)}</Badge>
)
