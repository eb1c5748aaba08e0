/** Pages that need nothing to have happened: those open to everybody, and those that say what is wrong. */
import { BASIC_PENSION, EXTRACT, MOVE } from '../harness/index.ts'
import type { Sight } from './sights.ts'

export const PUBLIC = [
  '/',
  '/services',
  `/services?q=${encodeURIComponent('월세')}`,
  '/services?q=qwxzjv',
  `/services/${BASIC_PENSION}`,
  `/services/${MOVE}`,
  `/services/${EXTRACT}`,
  '/services/105100000001',
  '/check',
  '/signin',
  '/signin?next=/my/cases',
  '/verify',
  '/sharing',
  '/sharing?state=refused',
  '/sharing/coverage',
  '/about',
  '/developers',
  '/developers/api',
  '/developers/components',
  '/developers/playground',
  '/developers/playground/postApiBenefitsScreen',
  '/developers/sign-in',
  '/check/kept',
  '/signin/certificate',
  '/signin/passport',
  '/signin/wallet',
  '/signin/recovery',
  '/signout/done',
  '/problems/casework/duplicate-case',
]

/** An id that is nobody's. */
const NOBODY = '01980000-0000-7000-8000-000000000000'

export const problems: Sight[] = [
  { path: '/verify', press: 'form[action="/verify"] button', as: undefined, status: 422 },
  { path: '/signin', press: 'form[action="/signin/invitation"] button', as: undefined, status: 422 },
  { path: '/nothing/here', as: undefined, status: 404 },
  { path: '/signin/problem', as: undefined, status: 400 },
  { path: '/signin/site/nothing', as: undefined, status: 422 },
  { path: '/signin/private/back', as: undefined, status: 401 },
  { path: '/signin/wallet/back?code=nothing', as: undefined, status: 400 },
  { path: '/signin/wallet', press: 'form[action="/signin/wallet"] button', as: undefined, status: 422 },
  { path: `/my/data/trf_${NOBODY}`, as: '김순자', status: 404 },
  { path: '/plugins/nothing-here', as: undefined, status: 404 },
  { path: `/my/trace/ask/acc_${NOBODY}`, as: '김순자', status: 404 },
  { path: `/developers/sites/sit_${NOBODY}`, as: '김순자', status: 422 },
  { path: `/developers/sites/sit_${NOBODY}/edit`, as: '김순자', status: 422 },
  { path: `/access-policies/drafts/pol_${NOBODY}`, as: '윤지호', status: 404 },
  { path: '/services/nothing', as: undefined, status: 404 },
  { path: '/my/cases/case_01980000-0000-7000-8000-000000000000', as: '김순자', status: 404 },
  { path: '/work', as: '김순자', status: 403 },
  { path: '/my/cases', as: '김하늘', status: 403 },
]
