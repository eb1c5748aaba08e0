/** Notices as whoever asks may see them: their own, or, by a mandate, those of somebody else. */
import { type Access, type AccessRecord, lookByMandate } from '@dpg/access/contract'
import { type Acting, type Lang, opensPapersOf, type Principal, type Translate } from '@dpg/kernel'
import { type Db, signInNeeded } from '@dpg/kernel/server'
import {
  beyondMandate,
  noticeNotFound,
  type NoticePage,
  type NoticeQuery,
  type Notices,
  type NoticeSummary,
  type NoticeView,
  type OwnNotices,
} from './contract.ts'
import { pageSize } from './read.ts'

export interface MandateDeps {
  readonly db: Db
  readonly access: Pick<Access, 'record'>
  readonly texts: (lang: Lang) => Translate
}

export function noticesOf(deps: MandateDeps, notices: Omit<Notices, 'of'>, principal: Principal): OwnNotices {
  const { person, acting } = principal
  if (!person) throw signInNeeded({})
  if (acting) return byMandate(deps, notices, principal, acting)
  return {
    list: (lang, query) => notices.list(person, lang, query),
    unread: () => notices.unread(person),
    find: (id, lang) => notices.find(person, id, lang),
    open: (id, lang) => notices.open(person, id, lang),
    prove: (id) => notices.prove(person, id),
  }
}

/** Each look stands in the record of whom it is about. Nothing is opened: reading it is theirs, and so is what follows from it. */
function byMandate(deps: MandateDeps, notices: Omit<Notices, 'of'>, principal: Principal, acting: Acting): OwnNotices {
  const reaches = (service: string | null) => opensPapersOf(acting, service)
  const purpose = { ko: deps.texts('ko')('notices.purpose'), en: deps.texts('en')('notices.purpose') }
  const note = (use: AccessRecord['use'], of: Pick<AccessRecord, 'service' | 'case'>) =>
    deps.db.transaction((tx) =>
      deps.access.record(tx, lookByMandate(principal, acting, { use, purpose, service: of.service, case: of.case })),
    )
  const find: OwnNotices['find'] = async (id, lang) => {
    const notice = await notices.find(acting.for, id, lang)
    if (!notice) return undefined
    const isCovered = reaches(notice.service)
    await note(isCovered ? 'view' : 'refuse', notice)
    if (!isCovered) throw beyondMandate({})
    return notice
  }
  const found = async (...asked: Parameters<typeof find>): Promise<NoticeView> => {
    const notice = await find(...asked)
    if (!notice) throw noticeNotFound({ id: asked[0] })
    return notice
  }
  return {
    list: async (lang, query) => {
      const page = await pageOf(
        (part) => notices.list(acting.for, lang, part),
        query,
        ({ service }) => reaches(service),
      )
      if (page.items.length > 0) await note('view', { service: null, case: query?.case ?? null })
      return page
    },
    unread: async () => 0,
    find,
    open: found,
    prove: async (id) => {
      await found(id, 'ko')
      return notices.prove(acting.for, id)
    },
  }
}

/** A page of those that the mandate reaches: no page is short, and none is said to follow, for letters that nobody here may know of. */
async function pageOf(
  read: (part: NoticeQuery) => Promise<NoticePage>,
  query: NoticeQuery = {},
  isWithin: (notice: NoticeSummary) => boolean,
): Promise<NoticePage> {
  const size = pageSize(query.limit)
  const within: NoticeSummary[] = []
  let next = query.before ?? null
  do {
    const page = await read({ ...query, limit: size + 1, ...(next !== null && { before: next }) })
    within.push(...page.items.filter(isWithin))
    next = page.next
  } while (next !== null && within.length <= size)
  const items = within.slice(0, size)
  return { items, next: within.length > size ? items.at(-1)!.id : null }
}
