/** Work that the platform does by itself. */
import { defineJob } from '@dpg/kernel/server'
import type { CaseId, PersonId } from '@dpg/kernel'

/** Looks at one case and does what it waits for. May run at any time, any number of times. */
export const lookAtCase = defineJob<{ person: PersonId; case: CaseId }>('casework.look')

/** Looks for cases whose time has come and for drafts nobody came back to; to be scheduled every minute. */
export const sweepCases = defineJob<object>('casework.sweep')
