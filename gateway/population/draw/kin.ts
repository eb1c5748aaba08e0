/** People and the bonds between them, before names, money and places. */
import type { Soul } from './pools.ts'

export type MaritalStatus = 'single' | 'married' | 'divorced' | 'widowed'

/** A person with the bonds to those of the same household. */
export interface Kin extends Soul {
  marital: MaritalStatus
  spouse: Kin | null
  parents: readonly Kin[]
  /** Only of children who live with grandparents and without parents. */
  grandparents: readonly Kin[]
}

/** Those who live together; the head of the household first. */
export type Family = readonly Kin[]

/** A couple or one adult, with the children they raise. */
export interface Nucleus {
  readonly man: Kin | null
  readonly woman: Kin | null
  /** Children they want to have at home, placed or not. */
  readonly room: number
  readonly children: Kin[]
  /** Parents of the couple, brothers and sisters who live with them. */
  readonly others: Kin[]
  /** False once its only adult has moved in with somebody. */
  open: boolean
}

export const adults = ({ man, woman }: Nucleus): readonly Kin[] => [man, woman].filter((kin) => kin !== null)
