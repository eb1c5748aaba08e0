/** One benefit in a list: may I get it, how much, why it stands here, and the way to apply. */
import type { Recommendation, Screened } from '@dpg/benefits/contract'
import type { Translate } from '@dpg/kernel'
import { Badge, ButtonLink, Card, type Outcome, OutcomeBadge } from '@dpg/ui'
import { PressingRelations } from '../../outlook.tsx'
import { Amount } from './amount.tsx'

/** A reading of condition codes is "probably" and never more. */
export const outcomeOf = ({ outcome, basis }: Pick<Screened, 'outcome' | 'basis'>): Outcome =>
  outcome === 'eligible' && basis === 'codes' ? 'probably' : outcome

/** Of what a machine has written about an entry of the catalogue: the rest stands on its own page. */
const firstSentence = (text: string): string => /^.+?[.!?](?=\s|$)/.exec(text)?.[0] ?? text

export interface BenefitCardProps {
  readonly one: Recommendation
  readonly t: Translate
  /** `?…` with the answers given so far; empty without. */
  readonly search: string
}

export function BenefitCard({ one, t, search }: BenefitCardProps) {
  const id = encodeURIComponent(one.service)
  return (
    <Card
      title={one.title}
      href={`/my/benefits/${id}${search}`}
      top={
        <>
          <OutcomeBadge outcome={outcomeOf(one)} />
          <Badge kind={one.basis === 'law' ? 'primary' : 'gray'} icon={one.basis === 'law' ? 'law' : 'question'}>
            {t(`resident.my.basis.${one.basis}`)}
          </Badge>
          {one.held && <Badge kind="secondary">{t('resident.my.benefit.held')}</Badge>}
        </>
      }
      text={one.basis === 'law' ? one.summary : firstSentence(one.summary)}
      facts={[
        ...(one.amount ? [[t('resident.my.benefit.amount'), <Amount key="amount" amount={one.amount} t={t} />] as const] : []),
        [t('resident.my.benefit.agency'), one.agencyName],
      ]}
    >
      {one.relations?.some(({ isPressing }) => isPressing) && (
        <ul class="reasons">
          <PressingRelations relations={one.relations} />
        </ul>
      )}
      {one.why && <p class="hint">{one.why}</p>}
      {one.canApply && !one.held && (
        <ButtonLink href={`/apply/${id}`} kind="secondary" size="medium">
          {t('resident.my.benefit.apply')}
          <span class="sr-only"> ({one.title})</span>
        </ButtonLink>
      )}
    </Card>
  )
}
