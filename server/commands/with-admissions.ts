/** 들이기(Admissions) by itself, for a command beside the platform. */
import { admissions as info, createAdmissions, type Door } from '@dpg/admissions'
import { admissionRefused, type Admissions } from '@dpg/admissions/contract'
import { createMembers, exchange } from '@dpg/exchange'
import { doors } from '../doors.ts'
import { signingKey } from '../keys.ts'
import { memberLists } from '../member-lists.ts'
import { withIdentity } from './with-identity.ts'

export const withAdmissions = <T>(work: (admissions: Admissions) => Promise<T>): Promise<T> =>
  withIdentity(
    (identity, db, { master, isDemo, ...common }) => {
      const lists = memberLists('', signingKey(master, 'exchange-members'))
      const members = createMembers({ ...common, db, lists })
      const made = createAdmissions({ ...common, db, doors: doors({ ...common, members, identity, isDemo, mandates: NOT_HERE }) })
      return work(made.admissions)
    },
    [info.migrations, exchange.migrations],
  )

/** Who acts for whom is no matter of whoever runs the machine. */
const refused = async () => {
  throw admissionRefused({ field: 'kind', what: 'mandate' })
}
const NOT_HERE: Door = { check: refused, open: refused }
