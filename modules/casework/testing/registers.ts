/** Registers for tests: they hold what a test gives them, and can be dead, slow, lying or unwilling. */
import type { Delay } from '@dpg/access/contract'
import type { Pack } from '@dpg/definitions'
import {
  changeRefused,
  type Exchange,
  type FactRequest,
  type FailureKind,
  type RecordChange,
  registerUnavailable,
} from '@dpg/exchange/contract'
import type { Clock, PersonId, ReceiptId } from '@dpg/kernel'
import type { Json } from '@dpg/rules'

export interface Registers {
  /** What registers hold, by person and fact. */
  readonly facts: Map<PersonId, Readonly<Record<string, Json>>>
  /** Registers that fail, and how. */
  readonly failing: Map<string, FailureKind>
  readonly requests: FactRequest[]
  readonly changes: Map<string, RecordChange>
  /** Why changes are refused; undefined: they are not. */
  refusal: string | undefined
  /** The law has what is asked for told later. */
  delay?: Delay
}

export function exchangeOf(
  pack: Pack,
  clock: Clock,
  onCall: () => (name: string) => void,
): { exchange: Pick<Exchange, 'fetch' | 'recordChange'>; registers: Registers } {
  const registers: Registers = { facts: new Map(), failing: new Map(), requests: [], changes: new Map(), refusal: undefined }
  const exchange: Pick<Exchange, 'fetch' | 'recordChange'> = {
    fetch: async (request) => {
      onCall()('exchange.fetch')
      registers.requests.push(request)
      const held = registers.facts.get(request.subject) ?? {}
      const byRegister = Map.groupBy(request.facts, (fact) => pack.facts.get(fact)?.register ?? '')
      const answers = [...byRegister]
        .filter(([register]) => !registers.failing.has(register))
        .flatMap(([register, facts]) => facts.map((fact) => ({ register, fact })))
      const known = answers.filter(({ fact }) => fact in held)
      return {
        facts: Object.fromEntries(
          known.map(({ fact, register }) => [
            fact,
            { fact, value: held[fact]!, register, receipt: 'rcp_1' as ReceiptId, at: clock.now().toString() },
          ]),
        ),
        silent: answers.filter(({ fact }) => !(fact in held)).map(({ fact }) => fact),
        failures: [...byRegister].flatMap(([register, facts]) => {
          const kind = registers.failing.get(register)
          return kind ? [{ register, facts, kind }] : []
        }),
        ...(registers.delay ? { delay: registers.delay } : {}),
      }
    },
    recordChange: async (command) => {
      onCall()('exchange.recordChange')
      if (registers.failing.has(command.register)) throw registerUnavailable({ register: command.register })
      if (registers.refusal) throw changeRefused({ register: command.register, why: registers.refusal })
      const isNew = !registers.changes.has(command.key)
      registers.changes.set(command.key, command)
      return { receipt: `rcp_${command.key}` as ReceiptId, isNew }
    },
  }
  return { exchange, registers }
}
