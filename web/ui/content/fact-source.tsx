/** Where a value comes from: “주민등록 · 행정안전부, 11월 24일 확인”. */
import { useReader } from '../reader.ts'
import { dayOf, formatDate, type Moment } from './formats.ts'
import { Icon } from './icon.tsx'

export type FactSourceProps =
  | { readonly register: string; readonly agency?: string; readonly at?: Moment; readonly href?: string }
  /** The person said so. */
  | { readonly self: true; readonly at?: Moment }
  /** Worked out from other facts by a named rule or article. */
  | { readonly derived: string }

export function FactSource(props: FactSourceProps) {
  const { lang, t } = useReader()
  if ('derived' in props)
    return (
      <span class="fact-source">
        <Icon name="law" />
        {t('ui.source.derived', { from: props.derived })}
      </span>
    )
  const day = props.at && formatDate(dayOf(props.at), lang, { short: true })
  if ('self' in props)
    return (
      <span class="fact-source">
        <Icon name="person" />
        {day ? t('ui.source.selfOn', { day }) : t('ui.source.self')}
      </span>
    )
  const holder = props.agency ? `${props.register} · ${props.agency}` : props.register
  return (
    <span class="fact-source">
      <Icon name="building" />
      {props.href ? <a href={props.href}>{holder}</a> : holder}
      {day && `, ${t('ui.source.checkedOn', { day })}`}
    </span>
  )
}
