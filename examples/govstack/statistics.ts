/** How many applications an office has decided: its own work list, counted. */
import { type Answer, bad, notFound, ok } from './answer.ts'
import type { EServices } from './e-services.ts'
import names from './names.json' with { type: 'json' }
import { asOfficial, officeOf } from './office.ts'
import type { Json, Platform } from './platform.ts'
import { definitionsOf, serviceIdOf, statusOf } from './standing.ts'

const OPERATORS: Readonly<Record<string, string>> = names.operators
const ROLES: Readonly<Record<string, string>> = names.roles
const CLIENT = /^\w+\/\w+\/\w+\/[\w-]+$/
const ZONE = 'Asia/Seoul'
const SPANS: Readonly<Record<string, Temporal.DurationLike>> = {
  day: { days: 1 },
  week: { weeks: 1 },
  month: { months: 1 },
  year: { years: 1 },
}

/** Withdrawn applications were not decided. Of an operator: those that they had taken. */
export function statistics(platform: Platform, services: EServices) {
  return async (query: URLSearchParams, client: string | undefined): Promise<Answer> => {
    if (client === undefined || !CLIENT.test(client)) return bad('Information-Mediator-Client')
    const [registration, operator, role] = ['registrationName', 'operator', 'role'].map((name) => query.get(name))
    const span = spanOf(query)
    if (!span) return bad('startDate, endDate, timeframe')
    const service = registration ? await services.one(registration) : undefined
    if (registration && !service) return notFound
    const official = operator ? OPERATORS[operator] : undefined
    if (operator && !official) return notFound
    const office = official ? await asOfficial(platform, official) : await officeOf(platform, client)
    if (!office) return { status: 403, body: { error: 'Information-Mediator-Client' } }
    if (role && !office.roles.includes(ROLES[role] ?? role)) return notFound
    const ended = await office.cases('ended', service && String(service['id']))
    const meant = ended.filter((one) => (!official || one['assignee'] === office.name) && isWithin(one, span))
    const definitions = await definitionsOf(services, meant)
    const codes = meant.map((one) => statusOf(definitions.get(serviceIdOf(one)), one).code)
    const [approved, sentBack, rejected] = ['APPROVED', 'SENDBACK', 'REJECTED'].map(
      (code) => codes.filter((one) => one === code).length,
    )
    const processed = approved! + sentBack! + rejected!
    return ok([{ processed, approved, sentBack, rejected, references: referencesOf(query) }])
  }
}

interface Span {
  readonly from: Temporal.PlainDate | undefined
  readonly to: Temporal.PlainDate
}

/** A timeframe without a start ends on the last day asked for. */
function spanOf(query: URLSearchParams): Span | undefined {
  try {
    const [start, end, frame] = ['startDate', 'endDate', 'timeframe'].map((name) => query.get(name))
    const to = end ? Temporal.PlainDate.from(end) : Temporal.Now.plainDateISO(ZONE)
    if (frame && !Object.hasOwn(SPANS, frame)) return undefined
    if (start) return { from: Temporal.PlainDate.from(start), to }
    return { from: frame ? to.subtract(SPANS[frame]!).add({ days: 1 }) : undefined, to }
  } catch {
    return undefined
  }
}

function isWithin({ decidedAt }: Json, { from, to }: Span): boolean {
  if (typeof decidedAt !== 'string') return false
  const day = Temporal.Instant.from(decidedAt).toZonedDateTimeISO(ZONE).toPlainDate()
  const { compare } = Temporal.PlainDate
  return (!from || compare(day, from) >= 0) && compare(day, to) <= 0
}

/** What was asked for, and nothing that was not. */
function referencesOf(query: URLSearchParams) {
  const words = ['startDate', 'endDate', 'registrationName', 'operator', 'role'].flatMap((name) => {
    const value = query.get(name)
    return value === null ? [] : [[name, value] as const]
  })
  const frame = query.get('timeframe')
  const frames = Object.keys(SPANS).map((name) => [`timeframe${name[0]!.toUpperCase()}${name.slice(1)}`, name === frame] as const)
  return Object.fromEntries([...words, ...(frame === null ? [] : frames)])
}
