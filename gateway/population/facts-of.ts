/** Facts of a person by register, in the vocabulary of countries/kr/facts. Consistent across registers and members of a household. */
import type { PopulationPack } from './pack.ts'
import type { SyntheticPerson } from './person.ts'
import { employmentFacts } from './registers/employment.ts'
import type { Facts, RegisterId } from './registers/facts.ts'
import { familyFacts } from './registers/family.ts'
import { healthFacts } from './registers/health.ts'
import { residentFacts } from './registers/resident.ts'
import { disabilityFacts, immigrationFacts, propertyFacts, schoolFacts } from './registers/small.ts'
import { socialFacts } from './registers/social.ts'
import { taxFacts } from './registers/tax.ts'
import { type Residences, residenceOf } from './residence.ts'

type Answer = (person: SyntheticPerson, pack: PopulationPack, residences: Residences) => Facts

const ANSWERS: Readonly<Record<RegisterId, Answer>> = {
  'resident-register': (person, pack, residences) => residentFacts(person, residenceOf(residences, person), pack),
  'family-register': familyFacts,
  'national-tax': taxFacts,
  'health-insurance': healthFacts,
  'employment-insurance': employmentFacts,
  'social-security': socialFacts,
  disability: disabilityFacts,
  property: propertyFacts,
  school: schoolFacts,
  immigration: immigrationFacts,
}

/** All that a register knows of a person; `residences` are the moves reported so far. */
export const factsFrom = (
  person: SyntheticPerson,
  register: RegisterId,
  pack: PopulationPack,
  residences: Residences = new Map(),
): Facts => ANSWERS[register](person, pack, residences)
