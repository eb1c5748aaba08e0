/** All that the decision will rest on: what was answered, what was fetched, what will be fetched after sending. */
import type { ShownFact } from '@dpg/casework/contract'
import type { Translate } from '@dpg/kernel'
import { Button, Notice } from '@dpg/ui'
import { ShownFacts } from '../shown-facts.tsx'

export interface CheckProps {
  readonly facts: readonly ShownFact[]
  readonly t: Translate
  readonly changeAt: (fact: string) => string | undefined
  readonly isLater: (fact: string) => boolean
}

export function Check({ facts, t, changeAt, isLater }: CheckProps) {
  const said = facts.filter((fact) => changeAt(fact.fact) !== undefined)
  const others = facts.filter((fact) => !said.includes(fact))
  const here = others.filter(({ state }) => state === 'known' || state === 'none')
  const later = others.filter((fact) => !here.includes(fact))
  const isBroken = later.some(
    ({ fact, state, isDerived }) => state === 'untrusted' || (state === 'waiting' && !isDerived && !isLater(fact)),
  )
  return (
    <>
      {said.length > 0 && (
        <section>
          <h2>{t('resident.my.check.said')}</h2>
          <ShownFacts facts={said} t={t} changeAt={changeAt} />
        </section>
      )}
      {here.length > 0 && (
        <section>
          <h2>{t('resident.my.check.fetched')}</h2>
          <p>{t('resident.my.check.fetchedText')}</p>
          <ShownFacts facts={here} t={t} />
        </section>
      )}
      {later.length > 0 && (
        <section>
          <h2>{t('resident.my.check.later')}</h2>
          <p>{t('resident.my.check.laterText')}</p>
          <ShownFacts facts={later} t={t} isLater={isLater} />
          {isBroken && (
            <Notice>
              <p>{t('resident.my.check.again')}</p>
              <Button name="go" value="fetch" kind="secondary" size="medium">
                {t('resident.my.check.fetchAgain')}
              </Button>
            </Notice>
          )}
        </section>
      )}
    </>
  )
}
