/** Constants and values of a type that are not known. */
import { isNum } from '../feel/numbers.ts'
import { dayText } from '../feel/dates.ts'
import { Day, type Known, Seconds } from '../feel/values.ts'
import { numberConst } from './numbers.ts'
import type { Term, TermType } from './term.ts'
import { dayLiteral, type Dialect, textLiteral, Unfit } from './text.ts'

export function constant(dialect: Dialect, value: Known): Term {
  if (value === null) return { t: 'null', v: 'NULL', none: 'TRUE', open: false, stage: 0 }
  if (typeof value === 'boolean') return { t: 'boolean', v: value ? 'TRUE' : 'FALSE', open: false, stage: 0 }
  if (typeof value === 'string') return { t: 'string', v: textLiteral(dialect, value), open: false, stage: 0 }
  if (isNum(value)) return numberConst(dialect, value)
  if (value instanceof Day) return { t: 'date', v: dayLiteral(dayText(value.days)), open: false, stage: 0 }
  if (value instanceof Seconds && value.nanos === 0)
    return { t: 'seconds', v: `CAST(${value.seconds} AS BIGINT)`, open: false, stage: 0 }
  throw new Unfit('a constant list, context, range or duration')
}

export const SQL_TYPES: Readonly<Record<Exclude<TermType, 'number' | 'null'>, string>> = {
  boolean: 'BOOLEAN',
  string: 'VARCHAR',
  date: 'DATE',
  seconds: 'BIGINT',
}

/** A value of the type that nobody knows. */
export function typedNull(dialect: Dialect, t: TermType | 'list' | 'context'): Term {
  if (t === 'list' || t === 'context') throw new Unfit(`a ${t}`)
  if (t === 'null') return { t, v: 'NULL', open: true, stage: 0 }
  if (t !== 'number') return { t, v: `CAST(NULL AS ${SQL_TYPES[t]})`, open: true, stage: 0 }
  const v = dialect === 'duckdb' ? 'CAST(NULL AS DECIMAL(1, 0))' : 'CAST(NULL AS numeric)'
  return { t, v, open: true, digits: { whole: 1, scale: 0 }, stage: 0 }
}
