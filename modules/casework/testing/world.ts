/**
 * The world around casework, for tests: registers that can be dead, slow or lying, a box for notices, a wallet, a log of looks.
 * Everything given to a transaction is there only once it has committed, as with the real modules.
 */
import type { AccessRecord, Watch } from '@dpg/access/contract'
import type { Catalogue, ReleaseId, Snapshot, VersionId } from '@dpg/catalogue/contract'
import { type Pack, rulesOf, type ServiceDefinition } from '@dpg/definitions'
import type { Directory, Office, Official } from '@dpg/directory/contract'
import type { Exchange } from '@dpg/exchange/contract'
import type { Clock, DocumentId, NoticeId, OfficialId, PersonId, Principal } from '@dpg/kernel'
import type { Tx } from '@dpg/kernel/server'
import type { CaseworkDeps } from '../deps.ts'
import { exchangeOf, type Registers } from './registers.ts'
import type { NoticeSummary, Notices, SendNotice } from '@dpg/notices/contract'
import type { IssueDocument, Wallet } from '@dpg/wallet/contract'

export interface World {
  readonly catalogue: Pick<Catalogue, 'current' | 'pinned'>
  /** Publishes a changed definition; cases keep the one they pinned. */
  publish(service: ServiceDefinition): void
  readonly directory: Pick<Directory, 'area' | 'areasBelow' | 'findAreas' | 'office' | 'officeFor' | 'official' | 'officials'>
  readonly exchange: Pick<Exchange, 'fetch' | 'recordChange'>
  readonly registers: Registers
  readonly notices: Pick<Notices, 'send' | 'list'>
  readonly sent: SendNotice[]
  readonly wallet: Pick<Wallet, 'issue'>
  readonly issued: (IssueDocument & { readonly number: string })[]
  readonly access: { record(tx: Tx, record: AccessRecord): Promise<never>; readonly watch: Pick<Watch, 'admit'> }
  readonly looks: AccessRecord[]
  readonly guard: CaseworkDeps['guard']
  readonly identity: CaseworkDeps['identity']
  readonly mydata: CaseworkDeps['mydata']
  /** Called before each call to the outside; a test makes it throw. */
  onCall: (name: string) => void
}

export const KIM = 'off_01900000-0000-7000-8000-000000000001' as OfficialId
export const LEE = 'off_01900000-0000-7000-8000-000000000002' as OfficialId
export const PARK = 'off_01900000-0000-7000-8000-000000000003' as OfficialId
/** Of the same office as Kim, with no work on cases. */
export const CHOI = 'off_01900000-0000-7000-8000-000000000004' as OfficialId

const MINISTRY: Office = {
  code: '1352000',
  name: { ko: '보건복지부', en: 'Ministry of Health and Welfare' },
  phone: '129',
  agency: '1352000',
  area: null,
}

const OFFICES: readonly Office[] = [
  {
    code: '11110',
    name: { ko: '서울특별시 종로구청', en: 'Jongno District Office' },
    phone: '02-2148-1114',
    agency: '3000000',
    area: '11110',
  },
  { code: '36110', name: { ko: '세종특별자치시청', en: 'Sejong City Hall' }, phone: '044-120', agency: '5690000', area: '36110' },
  {
    code: '1111010100',
    name: { ko: '청운동 주민센터', en: 'Cheongun-dong Centre' },
    phone: null,
    agency: '3000000',
    area: '1111010100',
  },
  MINISTRY,
]

const OFFICIALS: readonly Official[] = [
  { id: KIM, name: '김담당', office: '11110', agency: '3000000', roles: ['caseworker', 'approver'] },
  { id: LEE, name: '이결재', office: '11110', agency: '3000000', roles: ['approver'] },
  { id: PARK, name: '박세종', office: '36110', agency: '5690000', roles: ['caseworker'] },
  { id: CHOI, name: '최보호', office: '11110', agency: '3000000', roles: ['privacy-officer', 'administrator'] },
]

export function createWorld(pack: Pack, clock: Clock): World {
  const world: World = {
    ...catalogueOf(pack),
    directory: directoryOf(() => world.onCall),
    ...exchangeOf(pack, clock, () => world.onCall),
    ...boxOf(clock, () => world.onCall),
    ...walletOf(() => world.onCall),
    ...logOf(() => world.onCall),
    guard: guardOf(() => world.directory),
    identity: {
      resident: async (id) => ({ id, name: id === HANEUL ? '김하늘' : '이웃' }),
      towards: (person, party) => `${party}/${person}`,
      behind: (party, key) => (key.startsWith(`${party}/per_`) ? (key.slice(party.length + 1) as PersonId) : undefined),
    },
    mydata: { signConsent: async (consent) => JSON.stringify(consent) },
    onCall: () => {},
  }
  return world
}

type OnCall = () => (name: string) => void

function catalogueOf(pack: Pack): Pick<World, 'catalogue' | 'publish'> {
  const versions = new Map<string, ServiceDefinition>()
  const now = new Map<string, VersionId>()
  const publish = (service: ServiceDefinition) => {
    const version = `sha256:${service.id}:${versions.size}` as VersionId
    versions.set(version, service)
    now.set(service.id, version)
  }
  for (const service of pack.services.values()) publish(service)
  const snapshot: Snapshot = {
    release: 'rel:1' as ReleaseId,
    pack,
    rules: rulesOf(pack),
    service: (id) => versions.get(now.get(id) ?? ''),
    serviceIds: [...pack.services.keys()],
    versionOf: (kind, id) => (kind === 'service' ? now.get(id) : undefined),
  }
  return {
    publish,
    catalogue: {
      current: () => snapshot,
      pinned: async (_, version) => {
        const found = versions.get(version)
        if (!found) throw new Error(`no version ${version}`)
        return found
      },
    },
  }
}

function directoryOf(onCall: OnCall): World['directory'] {
  const office = (code: string) => OFFICES.find((one) => one.code === code)
  return {
    area: (code) => {
      const name = {
        '11110': '서울특별시 종로구',
        '1111010100': '서울특별시 종로구 청운동',
        '3611011000': '세종특별자치시 어진동',
      }[code]
      const level = code.length > 5 ? ('eupmyeondong' as const) : ('sigungu' as const)
      return name ? { code, name: name.split(' ').at(-1)!, fullName: name, level, parent: null } : undefined
    },
    areasBelow: (parent) =>
      parent === '11110'
        ? [{ code: '1111010100', name: '청운동', fullName: '서울특별시 종로구 청운동', level: 'eupmyeondong', parent }]
        : [],
    findAreas: (words) =>
      words === '세종특별자치시'
        ? [{ code: '36110', name: '세종특별자치시', fullName: '세종특별자치시', level: 'sigungu', parent: '36' }]
        : [],
    office,
    officeFor: ({ offices }, residence) =>
      (offices.processing === 'eupmyeondong' ? office(residence ?? '') : undefined) ??
      office(residence?.slice(0, 5) ?? '') ??
      MINISTRY,
    official: async (id) => {
      onCall()('directory')
      return OFFICIALS.find((one) => one.id === id)
    },
    officials: async () => OFFICIALS,
  }
}

/** As the policies of the pack: whoever works on cases, in the office of the case or one above it. */
function guardOf(directory: () => World['directory']): CaseworkDeps['guard'] {
  return {
    decideCase: ({ official: { roles, office }, office: place }) => {
      const isWithin =
        office === place ||
        directory()
          .areasBelow(office)
          .some(({ code }) => code === place)
      const isAllowed = isWithin && roles.some((role) => role === 'caseworker' || role === 'approver')
      return { isAllowed, by: isAllowed ? ['office-sees-its-cases'] : [] }
    },
    purpose: (id) => (id === 'application' ? { ko: '신청한 일의 처리' } : undefined),
    problemOf: () => new Error('refused'),
  }
}

function boxOf(clock: Clock, onCall: OnCall): Pick<World, 'notices' | 'sent'> {
  const sent: SendNotice[] = []
  const arrived = new Map<SendNotice, string>()
  return {
    sent,
    notices: {
      send: async (tx, command) => {
        onCall()('notices.send')
        const missing = Object.values(command.values).flatMap((values) =>
          Object.entries(values ?? {}).filter(([, value]) => value === ''),
        )
        if (missing.length > 0) throw new Error(`empty: ${missing.map(([name]) => name).join()}`)
        tx.afterCommit(() => {
          if (sent.some(({ key, to }) => key === command.key && to === command.to)) return
          sent.push(command)
          arrived.set(command, clock.now().toString())
        })
        return `ntc_${command.key}` as NoticeId
      },
      list: async (to, _, query) => ({
        items: sent
          .filter((one) => one.to === to && (!query?.case || one.case === query.case))
          .map((one): NoticeSummary => {
            const at = arrived.get(one)!
            return {
              id: `ntc_${one.key}` as NoticeId,
              kind: one.kind,
              subject: one.letter.ko.subject,
              status: 'delivered',
              sentAt: at,
              deliveredAt: at,
              openedAt: null,
              isLegal: one.legal !== null,
              service: one.service,
              case: one.case,
            }
          }),
        next: null,
      }),
    },
  }
}

function walletOf(onCall: OnCall): Pick<World, 'wallet' | 'issued'> {
  const issued: World['issued'][number][] = []
  let count = 0
  return {
    issued,
    wallet: {
      issue: async (tx, command) => {
        onCall()('wallet.issue')
        const known = issued.find(({ key }) => key === command.key)
        const number = known?.number ?? `0000-0000-0000-${String(++count).padStart(4, '0')}`
        tx.afterCommit(() => {
          if (!issued.some(({ key }) => key === command.key)) issued.push({ ...command, number })
        })
        return { id: `doc_${command.key}` as DocumentId, number }
      },
    },
  }
}

function logOf(onCall: OnCall): Pick<World, 'access' | 'looks'> {
  const looks: AccessRecord[] = []
  return {
    looks,
    access: {
      record: async (tx, record) => {
        onCall()('access.record')
        tx.afterCommit(() => void looks.push(record))
        return 'ent_1' as never
      },
      watch: { admit: async () => ({ look: 'look_1' as never, score: 0, reasons: [], stated: null }) },
    },
  }
}

export const HANEUL = 'per_01900000-0000-7000-8000-00000000000a' as PersonId

export const resident = (person: PersonId = HANEUL, displayName = '김하늘'): Principal => ({
  kind: 'resident',
  person,
  displayName,
  assurance: 'high',
  // Just now, whatever day a test plays on.
  provedAt: '2099-01-01T00:00:00Z',
  permissions: new Set(['resident']),
})

export const official = (id: OfficialId): Principal => {
  const known = OFFICIALS.find((one) => one.id === id)!
  return {
    kind: 'official',
    displayName: known.name,
    assurance: 'high',
    permissions: new Set(['official', ...known.roles]),
    official: { id, agency: known.agency, area: null, roles: known.roles },
  }
}
