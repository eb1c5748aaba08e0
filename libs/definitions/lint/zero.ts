/** A division by a nought that stands there: it gives nothing, whoever is judged. */
import { type Expr, FeelError, parseFeel } from '@dpg/rules'
import { type Finding, finding, type Place } from '../findings.ts'
import type { ServiceCheck } from './lint.ts'
import { rulesWritten } from './nothing.ts'

export const lintZero: ServiceCheck = (service, { pack, sources }) => {
  const names = [...pack.facts.keys(), ...pack.parameters.keys()]
  return rulesWritten(service).flatMap(([path, feel]): Finding[] => {
    if (feel === null) return []
    return divisionsByZero(feel, names).map((part) => zeroFinding(part, sources.place('service', service.id, path)))
  })
}

export interface ZeroDivision {
  /** Of the division, in the expression. */
  readonly start: number
  readonly text: string
}

export const zeroFinding = ({ text }: ZeroDivision, place: Place): Finding => finding('feel.zero', place, { feel: text })

/** Divisions by a nought that stands there; none where the expression does not parse. */
export function divisionsByZero(feel: string, names: readonly string[]): readonly ZeroDivision[] {
  // Without a slash nothing is divided: most expressions need not be read once more.
  if (!feel.includes('/')) return []
  const found: ZeroDivision[] = []
  const look = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return
    const expr = part as Expr
    if (expr.k === 'binary' && expr.op === '/' && isZero(expr.b))
      found.push({ start: expr.start, text: feel.slice(expr.start, expr.end) })
    for (const inner of Object.values(part)) look(inner)
  }
  try {
    look(parseFeel(feel, names))
  } catch (error) {
    // What does not parse is told elsewhere.
    if (!(error instanceof FeelError)) throw error
  }
  return found
}

const isZero = (expr: Expr): boolean => expr.k === 'number' && Number(expr.text) === 0
