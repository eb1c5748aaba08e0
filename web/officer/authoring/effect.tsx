/** What a change does to people, in numbers for the country, with how they were counted. */
import type { Effect } from '@dpg/authoring/contract'
import { Figures, formatNumber, Table } from '@dpg/ui'
import type { Frame } from '../frame.tsx'

export function EffectFigures({ effect, frame }: { readonly effect: Effect; readonly frame: Frame }) {
  const { t, lang } = frame.asked
  const locale = lang === 'en' ? 'en' : 'ko-KR'
  // A sample says no more than this.
  const rough = new Intl.NumberFormat(locale, { maximumSignificantDigits: 2 })
  const short = new Intl.NumberFormat(locale, { notation: 'compact', maximumSignificantDigits: 3 })
  const people = (sampled: number) => t('officer.authoring.effect.people', { count: rough.format(sampled * effect.weight) })
  const inSample = (sampled: number) => t('officer.authoring.effect.inSample', { count: formatNumber(sampled, lang) })
  const { cost } = effect
  const won = (sampled: number) => t('officer.authoring.won', { amount: short.format(sampled * effect.weight) })
  return (
    <>
      <Figures
        figures={[
          {
            label: t('officer.authoring.effect.newly'),
            value: people(effect.newlyEntitled),
            note: inSample(effect.newlyEntitled),
          },
          {
            label: t('officer.authoring.effect.lost'),
            value: people(effect.noLongerEntitled),
            note: inSample(effect.noLongerEntitled),
          },
          {
            label: t('officer.authoring.effect.answerable'),
            value: people(effect.newlyAnswerable),
            note: inSample(effect.newlyAnswerable),
          },
          ...(cost
            ? [
                {
                  label: t('officer.authoring.effect.cost', { per: t(`officer.authoring.per.${cost.per}`) }),
                  value: won(cost.after - cost.before),
                  note: t('officer.authoring.effect.costNote', { before: won(cost.before), after: won(cost.after) }),
                },
              ]
            : []),
        ]}
      />
      <p class="hint">
        {t('officer.authoring.effect.how', {
          sampled: formatNumber(effect.sampled, lang),
          weight: formatNumber(Math.round(effect.weight), lang),
          day: effect.asOf,
        })}
      </p>
      <Table
        caption={t('officer.authoring.effect.outcomes')}
        columns={[
          {
            key: 'outcome',
            label: t('officer.authoring.effect.outcome'),
            isRowHeader: true,
            cell: (row) => t(`officer.authoring.outcome.${row.name}`),
          },
          { key: 'before', label: t('officer.authoring.before'), numeric: true, cell: (row) => formatNumber(row.before, lang) },
          { key: 'after', label: t('officer.authoring.after'), numeric: true, cell: (row) => formatNumber(row.after, lang) },
        ]}
        rows={[
          { name: 'yes', before: effect.before.eligible, after: effect.after.eligible },
          { name: 'no', before: effect.before.ineligible, after: effect.after.ineligible },
          { name: 'unknown', before: effect.before.unknown, after: effect.after.unknown },
        ]}
        rowKey={(row) => row.name}
      />
      {effect.byAge.length > 0 && (
        <Table
          caption={t('officer.authoring.effect.byAge')}
          columns={[
            {
              key: 'age',
              label: t('officer.authoring.effect.age'),
              isRowHeader: true,
              cell: (row) => t('officer.authoring.effect.ages', { from: row.from, to: row.from + 9 }),
            },
            {
              key: 'gained',
              label: t('officer.authoring.effect.newly'),
              numeric: true,
              cell: (row) => formatNumber(row.gained, lang),
            },
            {
              key: 'lost',
              label: t('officer.authoring.effect.lost'),
              numeric: true,
              cell: (row) => formatNumber(row.lost, lang),
            },
          ]}
          rows={effect.byAge}
          rowKey={(row) => String(row.from)}
        />
      )}
    </>
  )
}
