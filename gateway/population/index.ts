/** The synthetic people of the demo country. See README.md. */
export type { Official } from './officials.ts'
export { type PopulationPack, readPopulationPack } from './pack.ts'
export { createPeople, loadPeople, type People, type PeopleOptions } from './people.ts'
export { type Household, type Relation, relationOf, type SyntheticPerson } from './person.ts'
export type { Persona } from './personas.ts'
export { type Facts, type RegisterId, REGISTERS } from './registers/facts.ts'
export { applyMove, membersBehind, type Move, refOf, type Residence, residenceOf, type Residences } from './residence.ts'
export { type Made, makePopulation, type MakeOptions } from './make.ts'
