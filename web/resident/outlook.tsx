/** What would turn a "no", what goes or does not go together, and what the coming year changes by itself: in words, wherever answers stand. */
import type { Coming, RelationInWords, RemedyInWords, WhyNot } from '@dpg/benefits/contract'
import type { Translate } from '@dpg/kernel'
import { Badge, Details, Icon, LawRef, Notice, OpensBeside, BESIDE } from '@dpg/ui'

interface Said {
  readonly t: Translate
}

/** The fewest changes that together open a service. */
export const Remedy = ({ remedy: { says, changes }, t }: Said & { readonly remedy: RemedyInWords }) => (
  <Notice title={t('resident.outlook.remedy')}>
    <p>{says}.</p>
    <ul>
      {changes.map((change) => (
        <li key={change}>{change}</li>
      ))}
    </ul>
  </Notice>
)

interface Linked {
  /** The page of a service. */
  readonly href: (service: string) => string
  /** It opens beside this page, and says so in these words. */
  readonly newTab?: string | undefined
}

/** So many are seen at first. */
const FIRST_FEW = 5

/** Services that it may not be held with, or not without. */
export function Relations({ relations, t, href, newTab }: Said & Linked & { readonly relations: readonly RelationInWords[] }) {
  if (relations.length === 0) return null
  const first = relations.toSorted((one, other) => Number(other.isPressing) - Number(one.isPressing)).slice(0, FIRST_FEW)
  return (
    <section aria-labelledby="relations">
      <h2 id="relations">{t('resident.outlook.relations')}</h2>
      <ul class="reasons">
        {first.map(({ kind, service, title, says, law }) => (
          <li key={`${kind} ${service}`}>
            <Icon name={kind === 'excludes' ? 'warning' : 'info'} />
            <span>
              {says}. {law && <LawRef law={law} />}{' '}
              <a href={href(service)} {...(newTab ? BESIDE : {})}>
                {t('resident.outlook.see', { title })}
                {newTab && <OpensBeside words={newTab} />}
              </a>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** The same on a line of a list: only what is to be decided or done now. */
export const PressingRelations = ({ relations = [] }: { readonly relations?: readonly RelationInWords[] | undefined }) =>
  relations
    .filter(({ isPressing }) => isPressing)
    .map(({ kind, service, says }) => (
      <li key={`${kind} ${service}`}>
        <Icon name={kind === 'excludes' ? 'warning' : 'info'} /> {says}
      </li>
    ))

/** Days of the coming year on which something opens or closes although nothing happens but time. */
export function ComingYear({ coming, ...props }: Said & Linked & { readonly coming: readonly Coming[] }) {
  const { t } = props
  if (coming.length === 0) return null
  const rest = coming.slice(FIRST_FEW)
  return (
    <section aria-labelledby="coming">
      <h2 id="coming">{t('resident.outlook.coming')}</h2>
      <p>{t('resident.outlook.coming.text')}</p>
      <Days coming={coming.slice(0, FIRST_FEW)} {...props} />
      {rest.length > 0 && (
        <Details summary={t('resident.outlook.coming.more', { count: rest.length })}>
          <Days coming={rest} {...props} />
        </Details>
      )}
    </section>
  )
}

const Days = ({ coming, t, href, newTab }: Said & Linked & { readonly coming: readonly Coming[] }) => (
  <ul class="reasons">
    {coming.map(({ kind, service, title, basis, says, outcome, turned }) => (
      <li key={service}>
        <Icon name={kind === 'opens' ? 'clock' : 'warning'} />
        <span>
          <strong>{says}</strong>{' '}
          <a href={href(service)} {...(newTab ? BESIDE : {})}>
            {title}
            {newTab && <OpensBeside words={newTab} />}
          </a>{' '}
          {kind === 'opens' && (
            <Badge kind={outcome === 'eligible' && basis === 'law' ? 'success' : 'gray'}>
              {t(`resident.outlook.${outcome === 'unknown' ? 'ifOthers' : basis === 'law' ? 'open' : 'probably'}`)}
            </Badge>
          )}
          {turned.map(({ text, law }) => (
            <span key={text} class="hint outlook-turned">
              {text} {law && <LawRef law={law} />}
            </span>
          ))}
        </span>
      </li>
    ))}
  </ul>
)

/** Nothing more that anybody could say would settle it. */
export const isStuck = ({ outcome, criteria }: Pick<WhyNot, 'outcome' | 'criteria'>): boolean =>
  outcome === 'unknown' && criteria.every(({ outcome, notWorkedOut }) => outcome !== 'unknown' || notWorkedOut !== null)
