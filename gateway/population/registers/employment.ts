/** 고용보험: jobs, wages as reported, jobs lost. */
import { monthlyWages } from '../means.ts'
import type { SyntheticPerson } from '../person.ts'
import type { Facts } from './facts.ts'

const SMALL_FIRM = 300

export const employmentFacts = (person: SyntheticPerson): Facts => {
  const { work } = person
  return {
    'business.employees': work.business?.registered === true ? work.business.employees : 0,
    'person.monthlyEarnings': monthlyWages(person),
    'person.employmentStatus': work.status,
    'person.registeredJobSeeker': work.registeredJobSeeker,
    'person.lastJobEndedOn': work.lastJob?.endedOn ?? null,
    'person.jobLossReason': work.lastJob?.reason ?? null,
    'person.insuredDays': work.insuredDays,
    'person.employmentInsured': work.job?.insured ?? false,
    'person.weeklyHours': work.job?.hours ?? 0,
    'person.jobStartedOn': work.job?.startedOn ?? null,
    'person.employerSize': work.job?.employerSize ?? null,
    'person.worksAtSmallFirm': work.job !== null && work.job.employerSize < SMALL_FIRM,
    'person.onParentalLeave': work.job?.onParentalLeave ?? false,
    'person.platformWorker': work.platform,
  }
}
