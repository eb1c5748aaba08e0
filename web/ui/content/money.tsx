/** An amount of won, with what it is counted by. */
import { useReader } from '../reader.ts'
import { formatMoney } from './formats.ts'

export interface MoneyProps {
  readonly won: number | bigint
  readonly per?: 'month' | 'quarter' | 'semester' | 'year' | 'once' | 'day'
  /** The figure a page is about. */
  readonly large?: boolean
}

export function Money({ won, per, large }: MoneyProps) {
  const { lang, t } = useReader()
  const often = per && <span class="money-per">{t(`ui.money.per.${per}`)}</span>
  return (
    <span class={large ? 'money money-large' : 'money'}>
      {lang === 'ko' && often} {formatMoney(won, lang)} {lang === 'en' && often}
    </span>
  )
}
