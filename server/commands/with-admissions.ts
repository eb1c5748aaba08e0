/** 들이기(Admissions) by itself, for a command beside the platform. */
import { admissions as info, createAdmissions } from '@dpg/admissions'
import type { Admissions } from '@dpg/admissions/contract'
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
      const made = createAdmissions({ ...common, db, doors: doors({ ...common, members, identity, isDemo }) })
      return work(made.admissions)
    },
    [info.migrations, exchange.migrations],
  )
