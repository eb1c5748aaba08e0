/** The officials' portal. */
import type { MessageSet } from '@dpg/kernel'
import type { Route } from '@dpg/kernel/route'
import type { OfficerContracts } from './contracts.ts'
import en from './messages/en.json' with { type: 'json' }
import ko from './messages/ko.json' with { type: 'json' }
import { authoringRoutes } from './authoring/routes.ts'
import admissionsEn from './admissions/messages/en.json' with { type: 'json' }
import admissionsKo from './admissions/messages/ko.json' with { type: 'json' }
import { admissionRoutes } from './admissions/routes.ts'
import { accessPolicyRoutes } from './access-policies/routes.ts'
import passportsEn from './passports/messages/en.json' with { type: 'json' }
import passportsKo from './passports/messages/ko.json' with { type: 'json' }
import { passportListRoutes } from './passports/routes.ts'
import { policyRoutes } from './policy/routes.ts'
import { heldRoutes } from './privacy/held-routes.ts'
import { questionRoutes } from './privacy/question-routes.ts'
import { privacyRoutes } from './privacy/routes.ts'
import { routes } from './routes.ts'
import sharingEn from './sharing/messages/en.json' with { type: 'json' }
import sharingKo from './sharing/messages/ko.json' with { type: 'json' }
import { sharingRoutes } from './sharing/routes.ts'
import walletsEn from './wallet-issuers/messages/en.json' with { type: 'json' }
import walletsKo from './wallet-issuers/messages/ko.json' with { type: 'json' }
import { walletIssuerRoutes } from './wallet-issuers/routes.ts'

export const messages: MessageSet = {
  ko: { ...ko, ...admissionsKo, ...passportsKo, ...sharingKo, ...walletsKo },
  en: { ...en, ...admissionsEn, ...passportsEn, ...sharingEn, ...walletsEn },
}

export const pages = (contracts: OfficerContracts): Route[] => [
  ...routes(contracts),
  ...policyRoutes(contracts),
  ...accessPolicyRoutes(contracts),
  ...privacyRoutes(contracts),
  ...questionRoutes(contracts),
  ...heldRoutes(contracts),
  ...authoringRoutes(contracts),
  ...sharingRoutes(contracts),
  ...passportListRoutes(contracts),
  ...walletIssuerRoutes(contracts),
  ...admissionRoutes(contracts),
]
