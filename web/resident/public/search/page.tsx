/** Search over all services: what was asked for stays in the address, so every result can be passed on. */
import type { ServiceHits } from '@dpg/catalogue/contract'
import {
  ButtonLink,
  ButtonRow,
  CardList,
  Details,
  EmptyState,
  FilterForm,
  formatNumber,
  Notice,
  type OptionGroup,
  Pagination,
  SearchBox,
  Select,
  Tag,
  Tiles,
  Title,
} from '@dpg/ui'
import { type Frame, ResidentPage } from '../../frame.tsx'
import { LIFE_EVENTS, type LifeEvent, lifeEventName } from '../life-events.ts'
import type { FoundService } from '@dpg/plugins/contract'
import { FoundOutside } from '../../plugins/found.tsx'
import { worded } from '../words.ts'
import { Hit } from './hit.tsx'

export const PAGE_SIZE = 20

export interface Wanted {
  readonly q: string
  readonly area: string | undefined
  readonly field: string | undefined
  readonly life: LifeEvent | undefined
  readonly page: number
}

export interface SearchPageProps {
  readonly frame: Frame
  readonly wanted: Wanted
  readonly hits: ServiceHits
  /** Of outside platforms, on the first page of words alone. */
  readonly outside: readonly FoundService[]
  readonly areas: readonly OptionGroup[]
  /** Name of the chosen area. */
  readonly areaName: string | undefined
  readonly fields: readonly string[]
}

export function SearchPage(props: SearchPageProps) {
  const { frame, wanted, hits } = props
  const { t, lang } = frame.asked
  const title = wanted.q === '' ? t('resident.search.title') : t('resident.search.titleOf', { q: wanted.q })
  const isOpenEnded = wanted.q === '' && wanted.area === undefined && wanted.field === undefined && wanted.life === undefined
  return (
    <ResidentPage frame={frame} title={title} layout="wide" hideSearch breadcrumb={crumbs(props)}>
      <Title title={t('resident.search.title')} />
      <SearchBox
        action="/services"
        label={t('resident.search.label')}
        placeholder={t('resident.home.placeholder')}
        value={wanted.q}
        carry={carried(wanted, ['area', 'field', 'life'])}
      />
      <Filters {...props} />
      {isOpenEnded && (
        <Tiles
          label={t('resident.home.life')}
          tiles={LIFE_EVENTS.map((event) => ({ href: addressOf({ ...wanted, life: event }), label: lifeEventName(event, t) }))}
        />
      )}
      <section aria-labelledby="found">
        <h2 id="found">{t('resident.search.found', { count: formatNumber(hits.total, lang) })}</h2>
        {hits.corrected && <Notice>{t('resident.search.corrected', { q: wanted.q, corrected: hits.corrected })}</Notice>}
        {hits.isPartial && <Notice>{t('resident.search.partial', { q: wanted.q })}</Notice>}
        {hits.items.length > 0 ? (
          <CardList label={t('resident.search.list')}>
            {hits.items.map((hit) => (
              <Hit key={hit.id} hit={hit} t={t} />
            ))}
          </CardList>
        ) : (
          <Nothing {...props} />
        )}
        <Pagination
          page={wanted.page}
          pages={Math.ceil(hits.total / PAGE_SIZE)}
          href={(page) => addressOf({ ...wanted, page })}
        />
      </section>
      <FoundOutside found={props.outside} t={t} lang={lang} />
    </ResidentPage>
  )
}

function Filters({ frame, wanted, areas, areaName, fields }: SearchPageProps) {
  const { t } = frame.asked
  const { field, life } = wanted
  const on = [
    areaName && { label: areaName, without: addressOf({ ...wanted, area: undefined, page: 1 }) },
    field && { label: fieldName(field, t), without: addressOf({ ...wanted, field: undefined, page: 1 }) },
    life && { label: lifeEventName(life, t), without: addressOf({ ...wanted, life: undefined, page: 1 }) },
  ].filter((one) => one !== undefined && one !== '')
  return (
    <>
      <Details summary={t('resident.search.narrow')}>
        <FilterForm
          action="/services"
          label={t('resident.search.filter')}
          carry={carried(wanted, ['q'])}
          {...(on.length > 0 ? { clearHref: addressOf({ ...wanted, area: undefined, field: undefined, life: undefined }) } : {})}
        >
          <Select
            name="area"
            label={t('resident.search.area')}
            hint={t('resident.search.areaHint')}
            options={areas}
            value={wanted.area}
            placeholder={t('resident.search.everywhere')}
          />
          <Select
            name="field"
            label={t('resident.search.field')}
            options={fields.map((value) => ({ value, label: fieldName(value, t) }))}
            value={field}
            placeholder={t('resident.search.any')}
          />
          <Select
            name="life"
            label={t('resident.search.life')}
            options={LIFE_EVENTS.map((value) => ({ value, label: lifeEventName(value, t) }))}
            value={life}
            placeholder={t('resident.search.any')}
          />
        </FilterForm>
      </Details>
      {on.length > 0 && (
        <p class="tag-row">
          {t('resident.search.on')}
          {on.map(({ label, without }) => (
            <Tag key={label} href={without}>
              {t('resident.search.without', { label })}
            </Tag>
          ))}
        </p>
      )}
    </>
  )
}

function Nothing({ frame, wanted }: SearchPageProps) {
  const { t } = frame.asked
  const isPastTheEnd = wanted.page > 1
  return (
    <EmptyState title={t(isPastTheEnd ? 'resident.search.pastEnd' : 'resident.search.nothing')}>
      {!isPastTheEnd && (
        <ul>
          <li>{t('resident.search.nothing.shorter')}</li>
          <li>{t('resident.search.nothing.filters')}</li>
          <li>{t('resident.search.nothing.call')}</li>
        </ul>
      )}
      <ButtonRow>
        <ButtonLink href={isPastTheEnd ? addressOf({ ...wanted, page: 1 }) : '/services'} kind="secondary" size="medium">
          {t(isPastTheEnd ? 'resident.search.firstPage' : 'resident.search.all')}
        </ButtonLink>
        <ButtonLink href="/check" kind="tertiary" size="medium">
          {t('resident.nav.check')}
        </ButtonLink>
      </ButtonRow>
    </EmptyState>
  )
}

/** Field of the official catalogue in the reader's language. */
export const fieldName = (field: string, t: Frame['asked']['t']): string => worded(t, 'resident.field', field)

/** The same search again, with something else. */
export function addressOf({ q, area, field, life, page }: Wanted): string {
  const query = new URLSearchParams()
  for (const [key, value] of Object.entries({ q, area, field, life })) if (value) query.set(key, value)
  if (page > 1) query.set('page', String(page))
  return query.size > 0 ? `/services?${query}` : '/services'
}

const carried = (wanted: Wanted, keys: readonly ('q' | 'area' | 'field' | 'life')[]): Record<string, string> =>
  Object.fromEntries(keys.flatMap((key) => (wanted[key] ? [[key, wanted[key]]] : [])))

const crumbs = ({ frame: { asked } }: SearchPageProps) => [
  { label: asked.t('resident.home'), href: '/' },
  { label: asked.t('resident.search.title') },
]
