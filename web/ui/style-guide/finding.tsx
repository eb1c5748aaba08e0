/** Searching, narrowing, choosing. */
import { OutcomeBadge, Badge, Tag } from '../content/badge.tsx'
import { Card, CardList } from '../content/card.tsx'
import { Columns } from '../content/columns.tsx'
import { Figures } from '../content/figures.tsx'
import { Money } from '../content/money.tsx'
import { Pagination } from '../content/pagination.tsx'
import { Tabs } from '../content/tabs.tsx'
import { Tiles } from '../content/tiles.tsx'
import { Checkboxes } from '../form/checkboxes.tsx'
import { FilterForm } from '../form/filter-form.tsx'
import { SearchBox } from '../form/search-box.tsx'
import { Select } from '../form/select.tsx'
import type { GuidePart } from './index.tsx'

export function Finding({ t }: GuidePart) {
  const here = '/developers/components'
  return (
    <section aria-labelledby="finding">
      <h2 id="finding">{t('finding.title')}</h2>
      <SearchBox action={here} name="q2" label={t('finding.search')} placeholder={t('finding.placeholder')} large />
      <Figures
        figures={[
          { label: t('finding.eligible'), value: t('finding.count', { count: 12 }), href: here },
          { label: t('finding.unknown'), value: t('finding.count', { count: 7 }), href: here, note: t('finding.unknownNote') },
          { label: t('finding.monthly'), value: <Money won={349_700} /> },
        ]}
      />
      <Tiles
        label={t('finding.fields')}
        tiles={[
          { label: t('sample.field'), href: `${here}#field-1`, current: true },
          { label: t('sample.field2'), href: `${here}#field-2` },
        ]}
      />
      <Tabs
        label={t('finding.tabs')}
        tabs={[
          { label: t('finding.eligible'), href: `${here}?tab=1`, current: true, count: 12 },
          { label: t('finding.unknown'), href: `${here}?tab=2`, count: 7 },
          { label: t('finding.not'), href: `${here}?tab=3`, count: 8741 },
        ]}
      />
      <Columns asideLabel={t('finding.filter')} asideFirst aside={<Filter t={t} />}>
        <CardList label={t('finding.results')}>
          <Card
            title={t('sample.pension')}
            href={`${here}#a`}
            top={
              <>
                <OutcomeBadge outcome="eligible" />
                <Badge kind="secondary">{t('sample.field')}</Badge>
              </>
            }
            text={t('sample.pensionText')}
            facts={[
              [t('sample.amount'), <Money key="a" won={349_700} per="month" />],
              [t('sample.agency'), t('sample.ministry')],
            ]}
          >
            <Tag href={here}>{t('sample.tag1')}</Tag>
            <Tag>{t('sample.tag2')}</Tag>
          </Card>
          <Card
            title={t('sample.rent')}
            href={`${here}#b`}
            top={<OutcomeBadge outcome="unknown" />}
            text={t('sample.rentText')}
          />
          <Card
            title={t('sample.child')}
            href={`${here}#c`}
            top={<OutcomeBadge outcome="probably" />}
            text={t('sample.childText')}
          />
        </CardList>
        <Pagination page={3} pages={24} href={(page) => `${here}?page=${page}`} />
      </Columns>
    </section>
  )
}

const Filter = ({ t }: GuidePart) => (
  <FilterForm action="/developers/components" label={t('finding.filter')} clearHref="/developers/components">
    <Select
      name="area"
      label={t('finding.area')}
      value="11650"
      options={[
        { value: '11650', label: t('sample.area1') },
        { value: '50110', label: t('sample.area2') },
      ]}
    />
    <Checkboxes
      name="field"
      label={t('finding.fields')}
      values={['a']}
      options={[
        { value: 'a', label: t('sample.field') },
        { value: 'b', label: t('sample.field2') },
      ]}
    />
  </FilterForm>
)
