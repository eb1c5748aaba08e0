/** Builds every module and hands each the contracts of those it needs: this is all the "dependency injection" there is. */
import { access, type Sequencer, createAccess } from '@dpg/access'
import type { Access } from '@dpg/access/contract'
import { authoring, createAuthoring } from '@dpg/authoring'
import { benefits, createBenefits } from '@dpg/benefits'
import { casework, createCasework } from '@dpg/casework'
import { type CatalogueDoor, catalogue, createCatalogue } from '@dpg/catalogue'
import { createDevelopers, developers, type DevelopersDoor } from '@dpg/developers'
import { createDirectory, directory } from '@dpg/directory'
import { admissions, createAdmissions } from '@dpg/admissions'
import { createExchange, createMembers, exchange, memberRoutes, type Gateways, type Listener } from '@dpg/exchange'
import type { Exchange } from '@dpg/exchange/contract'
import { createGuard, guard, type GuardDoor } from '@dpg/guard'
import { createIdentity, type Faces, identity, type RequestSigner, type Trust } from '@dpg/identity'
import type { Clock, Lang, Translate } from '@dpg/kernel'
import {
  type Db,
  kernel,
  type Log,
  type ModuleInfo,
  type Mount,
  newId,
  type Pairwise,
  type Parts,
  type Sealing,
} from '@dpg/kernel/server'
import { createMydata, mydata } from '@dpg/mydata'
import { createNotices, notices } from '@dpg/notices'
import type { Notices } from '@dpg/notices/contract'
import { createPlugins, plugins } from '@dpg/plugins'
import { createPolicy, type PeopleSource, policy } from '@dpg/policy'
import { createSharing, sharing } from '@dpg/sharing'
import type { Sharing } from '@dpg/sharing/contract'
import { createWallet, wallet } from '@dpg/wallet'
import type { KeyObject } from 'node:crypto'
import { claimSource } from './claim-source.ts'
import { doorOfMandates } from './door-of-mandates.ts'
import { doors } from './doors.ts'
import { memberLists } from './member-lists.ts'
import { surestOf } from './surest.ts'
import type { PortalContracts } from './contracts.ts'
import { answeredNotice } from './answered-notice.ts'
import { companySource } from './company-source.ts'
import { familySource } from './family-source.ts'
import { holderSource } from './holder-source.ts'
import { staySource } from './stay-source.ts'

/** In the order in which their schemas are made. */
export const MODULES: readonly ModuleInfo[] = [
  kernel,
  catalogue,
  directory,
  identity,
  access,
  guard,
  exchange,
  notices,
  wallet,
  benefits,
  casework,
  policy,
  mydata,
  sharing,
  plugins,
  admissions,
  authoring,
  developers,
]

export interface ModulesDeps {
  readonly db: Db
  readonly clock: Clock
  readonly log: Log
  readonly sealing: Sealing
  readonly pairwise: Pairwise
  readonly texts: (lang: Lang) => Translate
  readonly isDemo: boolean
  readonly baseUrl: () => string
  readonly logKey: KeyObject
  /** Signs the list of members of the exchange. */
  readonly membersKey: KeyObject
  /** Authorities whose certificates people may sign in with. */
  readonly certificates: Trust | undefined
  /** By which wallets know us; undefined: made here. */
  readonly walletSigner: RequestSigner | undefined
  /** Who compares faces with those of passports. */
  readonly faces: Faces | undefined
  /** 32 bytes for one use of a module. */
  readonly secret: (use: string) => Buffer
  /** The ways to the registers. */
  readonly gateways: Gateways
  /** The people policies are tried out on. */
  readonly people: PeopleSource
  /** Folder of the people of sweeps, where this process takes shards of them. */
  readonly sweepPeople: string | undefined
}

export interface Built extends Omit<PortalContracts, 'clock' | 'isDemo' | 'openApi'> {
  readonly parts: readonly Parts[]
  /** What answers by itself under a path of its own. */
  readonly mounts: readonly Mount[]
  readonly door: CatalogueDoor
  readonly sequencer: Sequencer
  readonly guardDoor: GuardDoor
  readonly developersDoor: DevelopersDoor
  /** Hears what registers say has changed. */
  readonly listener: Listener
  /** Compiles the rules before the first visitor asks. */
  warm(): void
  /** Ends the threads that modules have started. */
  endThreads(): Promise<void>
}

export function buildModules(deps: ModulesDeps): Built {
  const common = { ...deps, newId }
  const door = createCatalogue(common)
  const { catalogue } = door
  const { directory, parts: directoryParts } = createDirectory({ ...common, catalogue })
  let exchangeLater: Exchange | undefined
  let accessLater: Access | undefined
  let noticesLater: Notices | undefined
  const {
    identity,
    parts: identityParts,
    mount,
  } = createIdentity({
    ...common,
    claims: claimSource(catalogue, () => exchangeLater!),
    passports: {
      faces: deps.faces,
      stay: staySource({ db: deps.db, exchange: () => exchangeLater!, access: () => accessLater! }),
    },
    presentations: { holders: holderSource(() => exchangeLater!), signer: deps.walletSigner },
    family: familySource(
      () => exchangeLater!,
      () => identity,
    ),
    companies: companySource(
      () => exchangeLater!,
      () => identity,
    ),
    officialOf: async (id, on) => {
      const official = await directory.official(id, on)
      return official && { ...official, area: directory.office(official.office)?.area ?? null }
    },
  })
  const {
    access,
    parts: accessParts,
    sequencer,
  } = createAccess({
    ...common,
    logKey: { name: logName(deps.baseUrl()), privateKey: deps.logKey },
    canProve: surestOf(identity),
    answered: answeredNotice(() => noticesLater!, directory, deps.texts),
  })
  let sharingLater: Sharing | undefined
  const agreements = { agreed: (asked: Parameters<Sharing['agreed']>[0]) => sharingLater!.agreed(asked) }
  const guardDoor = createGuard({ ...common, access, catalogue, directory, agreements })
  const { guard } = guardDoor
  const { sharing, parts: sharingParts } = createSharing({ ...common, catalogue, directory, guard })
  sharingLater = sharing
  const { exchange, parts: exchangeParts, listener } = createExchange({ ...common, access, catalogue, identity, guard })
  exchangeLater = exchange
  const members = createMembers({
    ...common,
    lists: memberLists(`${new URL(deps.baseUrl()).host}/api/exchange`, deps.membersKey),
  })
  const { admissions, parts: admissionsParts } = createAdmissions({
    ...common,
    doors: doors({ ...deps, members, identity, mandates: doorOfMandates({ ...deps, identity, access, directory }) }),
  })
  accessLater = access
  const { notices, parts: noticesParts } = createNotices({ ...common, access })
  noticesLater = notices
  const { wallet, parts: walletParts } = createWallet({ ...common, access, identity, baseUrl: deps.baseUrl() })
  const {
    benefits,
    parts: benefitsParts,
    warm,
  } = createBenefits({
    ...common,
    access,
    catalogue,
    directory,
    exchange,
    notices,
  })
  const { mydata, parts: mydataParts } = createMydata({ ...common, access, catalogue, exchange, identity })
  const { casework, parts: caseworkParts } = createCasework({
    ...common,
    access,
    catalogue,
    directory,
    exchange,
    guard,
    identity,
    mydata,
    notices,
    wallet,
  })
  const { plugins, parts: pluginsParts } = createPlugins({ ...common, access, catalogue, exchange, identity, mydata, notices })
  const { policy, parts: policyParts } = createPolicy({ ...common, catalogue })
  const {
    authoring,
    parts: authoringParts,
    stop,
  } = createAuthoring({ ...common, catalogue, publishing: door.publishing, directory, policy })
  const developersDoor = createDevelopers({ ...common, access, identity })
  return {
    access,
    admissions,
    members,
    benefits,
    casework,
    catalogue,
    developers: developersDoor.developers,
    developersDoor,
    directory,
    exchange,
    guard,
    guardDoor,
    identity,
    mydata,
    notices,
    plugins,
    policy,
    sharing,
    authoring,
    endThreads: stop,
    wallet,
    door,
    sequencer,
    listener,
    warm,
    mounts: [mount],
    parts: [
      door.parts,
      directoryParts,
      identityParts,
      accessParts,
      guardDoor.parts,
      exchangeParts,
      { routes: memberRoutes(members) },
      admissionsParts,
      noticesParts,
      walletParts,
      benefitsParts,
      caseworkParts,
      mydataParts,
      sharingParts,
      pluginsParts,
      policyParts,
      authoringParts,
      developersDoor.parts,
    ],
  }
}

/** By C2SP custom a log is named by its address without the scheme. */
const logName = (baseUrl: string) => `${new URL(baseUrl).host}/api/access`
