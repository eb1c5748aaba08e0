/**
 * An import from the official API. Everything: all pages of serviceList, serviceDetail and supportConditions. Changes only: the
 * pages of serviceList since the newest mark that was seen, then details and conditions of each service that changed.
 */
import { nextQueued, type Progress, unqueue } from '../store-imports.ts'
import type { Endpoint, Gov24Api } from './gov24-api.ts'
import { keepListed, keepMore, type Sorted, type StepDeps, sort } from './keep.ts'

const ENDPOINTS = { list: 'serviceList', detail: 'serviceDetail', conditions: 'supportConditions' } as const satisfies Record<
  string,
  Endpoint
>
const SINCE = 'cond[수정일시::GTE]'
const ONE = 'cond[서비스ID::EQ]'

export async function importApi(deps: StepDeps, api: Gov24Api, begun: Progress, moved: (to: Progress) => void): Promise<void> {
  let at: Progress | undefined = begun
  while (at) {
    const to: Progress | undefined = at.part === 'changed' ? await oneChanged(deps, api, at) : await onePage(deps, api, at)
    if (to) moved(to)
    at = to && isEnd(to) ? undefined : to
  }
}

/** A finished run stands at page 0. */
const END = 0
const isEnd = ({ next }: Progress): boolean => next === END

async function onePage(deps: StepDeps, api: Gov24Api, at: Progress): Promise<Progress> {
  const part = at.part as keyof typeof ENDPOINTS
  const isListing = part === 'list'
  const conditions = isListing && at.since !== null ? { [SINCE]: at.since } : {}
  const { records, total, isLast } = await api.page(ENDPOINTS[part], at.next, conditions)
  const sorted = sort(records, (index) => `${part} ${at.next}/${index + 1}`)
  const move = { ...after(at, total, isLast), total }
  return isListing ? keepListed(deps, at, sorted, move) : keepMore(deps, at, part, sorted, move)
}

const MOST_AGAIN = 5

/** When fewer records are there than before, some slipped to a page already read: the part is read again from its start. */
function after({ part, next, since, counts }: Progress, total: number, isLast: boolean) {
  const hasShrunk = next > 1 && counts.total !== null && total < counts.total
  if (hasShrunk && counts.again < MOST_AGAIN) return { part, next: 1, isAgain: true }
  if (!isLast) return { part, next: next + 1 }
  if (part === 'list') return since === null ? { part: 'detail' as const, next: 1 } : { part: 'changed' as const, next: 1 }
  return part === 'detail' ? { part: 'conditions' as const, next: 1 } : { part, next: END, isEnd: true }
}

async function oneChanged(deps: StepDeps, api: Gov24Api, at: Progress): Promise<Progress> {
  const service = await nextQueued(deps.db, at.source)
  const nothing: Sorted = { taken: [], refused: [] }
  if (service === undefined) return keepMore(deps, at, 'detail', nothing, { part: 'changed', next: END, isEnd: true })
  const ask = async (part: 'detail' | 'conditions') => {
    const { records } = await api.page(ENDPOINTS[part], 1, { [ONE]: service })
    const { taken, refused } = sort(records, () => `${part} ${service}`)
    return { taken: taken.filter(({ id }) => id === service), refused }
  }
  const detail = await ask('detail')
  const conditions = await ask('conditions')
  const between = await keepMore(deps, at, 'detail', detail, { part: 'changed', next: at.next + 1 })
  return keepMore(deps, between, 'conditions', conditions, { part: 'changed', next: between.next + 1 }, (tx) =>
    unqueue(tx, at.source, service),
  )
}
