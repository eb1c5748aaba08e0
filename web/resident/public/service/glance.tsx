/** How much, how long, what it costs, where: before anything else. */
import { textIn } from '@dpg/kernel'
import { StructuredList, type StructuredItem } from '@dpg/ui'
import { periodInWords, said, worded } from '../words.ts'
import { figuresOf } from './figures.ts'
import type { ServiceProps } from './parts.ts'

export function Glance(props: ServiceProps) {
  const { t } = props.frame.asked
  const items: StructuredItem[] = [
    { key: t('resident.service.howMuch'), value: amountInShort(props) },
    { key: t('resident.service.howLong'), value: timeInShort(props) },
    { key: t('resident.service.fee'), value: feeInShort(props) },
    { key: t('resident.service.window'), value: windowInShort(props) },
    { key: t('resident.service.ways'), value: waysInShort(props) },
    { key: t('resident.service.where'), value: said(officeOf(props), props.frame.asked.lang) },
    { key: t('resident.service.ask'), value: <Contact {...props} /> },
  ]
  return <StructuredList items={items.filter(({ value }) => value !== null)} />
}

function amountInShort({ service, snapshot, frame, today }: ServiceProps) {
  const { t, lang } = frame.asked
  const { amount, support } = service
  if (!amount) return said(support?.says, lang)
  const often = t('resident.service.per', { per: t(`resident.often.${amount.per}`), unit: t(`resident.unit.${amount.unit}`) })
  const [first] = figuresOf(service, snapshot.pack.parameters, today, lang).filter(({ values }) => values.length === 1)
  return (
    <>
      {often}
      {first && (
        <>
          <br />
          {first.title} <strong class="money">{first.values[0]!.text}</strong>
        </>
      )}
      <br />
      <a href="#amount">{t('resident.service.howMuch.more')}</a>
    </>
  )
}

/** `30일 안`, `바로 (늦어도 3시간 안)`. */
export function timeInShort({ service: { clock }, frame }: Pick<ServiceProps, 'service' | 'frame'>): string | null {
  const { t } = frame.asked
  if (!clock) return null
  const within = t('resident.time.within', { period: periodInWords(clock.duration, t, clock.calendar) })
  return clock.calendar === 'immediate' ? t('resident.time.atOnce', { within }) : within
}

function feeInShort({ service: { fees, work }, frame }: ServiceProps): string | null {
  const { t, lang } = frame.asked
  if (fees.length === 0) return null
  const here = fees.find(({ channel }) => channel === 'all' || channel.includes('web'))
  if (fees.every(({ amount }) => amount === 0)) return t('resident.service.free')
  const others = fees.filter((fee) => fee !== here).flatMap(({ says }) => said(says, lang) ?? [])
  const online = here && work ? [here.amount === 0 ? t('resident.service.freeHere') : (said(here.says, lang) ?? '')] : []
  return [...online, ...others].filter(Boolean).join(' · ') || null
}

function windowInShort({ service: { windows }, frame }: ServiceProps): string {
  const { t, lang } = frame.asked
  return windows
    .map(({ kind, from, to, note }) => {
      if (note) return textIn(note, lang)
      if (kind === 'dates') return t('resident.service.window.dates', { from: from ?? '', to: to ?? '' })
      return t(`resident.service.window.${kind}`)
    })
    .join(' · ')
}

function waysInShort({ service: { channels }, frame }: ServiceProps): string | null {
  const { t, lang } = frame.asked
  const ways = channels.map(({ kind, title }) => said(title, lang) ?? worded(t, 'resident.channel', kind))
  return ways.length > 0 ? [...new Set(ways)].join(' · ') : null
}

const officeOf = ({ service: { offices } }: ServiceProps) => (typeof offices.receiving === 'string' ? null : offices.receiving)

function Contact({ service: { contact, assistance }, agencyName, frame }: ServiceProps) {
  const { t, lang } = frame.asked
  if (!contact?.phone) return <>{t('resident.service.callGovernment', { agency: agencyName })}</>
  return (
    <>
      {said(contact.name, lang)} <a href={`tel:${contact.phone.replace(/[^\d+*#]/g, '')}`}>{contact.phone}</a>
      {assistance?.says && (
        <>
          <br />
          {textIn(assistance.says, lang)}
        </>
      )}
    </>
  )
}
