/** What the applicant declares or agrees to: each a tick of its own, never ticked beforehand. */
import type { ScreenView } from '@dpg/casework/contract'
import type { Translate } from '@dpg/kernel'
import { Checkboxes, errorOf, type FormError, LawRef } from '@dpg/ui'

export const DECLARATIONS = 'declarations'

export interface DeclarationsProps {
  readonly screen: Pick<ScreenView, 'declarations'>
  readonly errors: readonly FormError[]
  readonly t: Translate
}

export function Declarations({ screen: { declarations }, errors, t }: DeclarationsProps) {
  if (declarations.length === 0) return null
  return (
    <Checkboxes
      name={DECLARATIONS}
      label={t('resident.my.apply.declarations')}
      error={errorOf(errors, DECLARATIONS)}
      options={declarations.map(({ id, says, law, isRequired }) => ({
        value: id,
        label: isRequired ? says : `${says} ${t('resident.my.optional')}`,
        ...(law ? { hint: <LawRef law={law} /> } : {}),
      }))}
      values={declarations.filter(({ isAccepted }) => isAccepted).map(({ id }) => id)}
    />
  )
}
