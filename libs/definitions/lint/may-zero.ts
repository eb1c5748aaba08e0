/** Divisions by a fact that nobody says is not nought: for whoever has nought there it could not be worked out. */
import { childrenOf, type Expr, namesIn, parseFeel } from '@dpg/rules'
import { type Finding, finding } from '../findings.ts'
import type { Pack } from '../schemas/pack.ts'
import type { ServiceCheck } from './lint.ts'
import { rulesWritten } from './nothing.ts'

/** A warning, for a case may never come: the rule itself knows best. */
export const lintMayZero: ServiceCheck = (service, { pack, sources }) =>
  rulesWritten(service).flatMap(([path, feel]): Finding[] => {
    if (feel === null || !/\/|modulo/.test(feel)) return []
    return mayBeZero(feel, pack).map(({ part, fact, start }) => ({
      ...finding('feel.mayZero', sources.place('service', service.id, path, start), { feel: part, fact }, 'warning'),
      offset: start,
    }))
  })

interface Division {
  readonly part: string
  /** What may be nought, as it is written. */
  readonly fact: string
  readonly start: number
}

function mayBeZero(feel: string, pack: Pack): readonly Division[] {
  const found: Division[] = []
  const text = ({ start, end }: Expr): string => feel.slice(start, end)
  const look = (part: Expr, guards: string): void => {
    const divisor = divisorOf(part)
    if (divisor && isOpen(divisor, text(divisor), guards, pack))
      found.push({ part: text(part), fact: text(divisor), start: part.start })
    for (const inner of childrenOf(part)) look(inner, guards + guardOf(part, inner, text))
  }
  try {
    look(parseFeel(feel), '')
  } catch {
    return [] // told elsewhere
  }
  return found
}

const divisorOf = (part: Expr): Expr | undefined => {
  if (part.k === 'binary' && part.op === '/') return part.b
  return part.k === 'call' && part.fn.k === 'name' && part.fn.name === 'modulo' && !part.names ? part.args[1] : undefined
}

/** A fact as it is given, alone or less something; what is derived is held to be sound. */
function isOpen(divisor: Expr, text: string, guards: string, { facts }: Pack): boolean {
  const isLess = divisor.k === 'binary' && divisor.op === '-'
  if (!isLess && divisor.k !== 'path') return false
  const given = namesIn(text).filter((name) => facts.get(name)?.derive === null)
  if (given.length === 0 || given.some((name) => guards.includes(name))) return false
  return isLess || !given.every((name) => (facts.get(name)?.min ?? 0) > 0)
}

/** What is known to hold where `inner` is looked at: someone has thought of the fact there. */
function guardOf(part: Expr, inner: Expr, text: (part: Expr) => string): string {
  if (part.k === 'if') return inner === part.cond ? '' : text(part.cond)
  return (part.k === 'and' || part.k === 'or') && inner === part.b ? text(part.a) : ''
}
