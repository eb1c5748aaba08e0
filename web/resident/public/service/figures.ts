/** The figures a service's amount is worked out from, as they are in force on a day. */
import type { ParameterDefinition, ServiceDefinition } from '@dpg/definitions'
import { type Lang, textIn } from '@dpg/kernel'
import { formatMoney } from '@dpg/ui'

export interface KnownFigure {
  readonly id: string
  readonly title: string
  /** One amount, or several with what each is for. */
  readonly values: readonly { readonly label: string | null; readonly text: string }[]
  /** Why there is none: `고시가 아직 나오지 않았습니다`. */
  readonly missing: string | null
  readonly source: string | null
}

/** Amounts of money that the steps of the amount name, in their order. Tables that need words of their own are left out. */
export function figuresOf(
  service: ServiceDefinition,
  parameters: ReadonlyMap<string, ParameterDefinition>,
  today: string,
  lang: Lang,
): readonly KnownFigure[] {
  const named = (service.amount?.steps ?? []).flatMap(({ be }) => be.match(/[A-Za-z][A-Za-z0-9]*/g) ?? [])
  return [...new Set(named)].flatMap((id): readonly KnownFigure[] => {
    const parameter = parameters.get(id)
    if (parameter?.unit !== 'won') return []
    const dated = parameter.values.findLast(({ from, to }) => from <= today && (to === null || to >= today))
    const title = textIn(parameter.title, lang)
    if (!dated || dated.missing)
      return dated?.missing ? [{ id, title, values: [], missing: textIn(dated.missing, lang), source: null }] : []
    const values = amountsOf(dated.value, parameter, lang)
    return values.length > 0 ? [{ id, title, values, missing: null, source: dated.source }] : []
  })
}

function amountsOf(value: unknown, { index }: ParameterDefinition, lang: Lang): KnownFigure['values'] {
  if (typeof value === 'number') return [{ label: null, text: formatMoney(value, lang) }]
  const labels = index ? textIn(index, lang).split(/,\s*/) : []
  if (!Array.isArray(value) || value.length !== labels.length) return []
  return value.flatMap((one, at) =>
    typeof one === 'number' ? [{ label: labels[at] ?? null, text: formatMoney(one, lang) }] : [],
  )
}
