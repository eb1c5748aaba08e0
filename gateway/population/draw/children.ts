/** Which child lives with which parents: mothers of a likely age, brothers and sisters not born too close together. */
import { adults, type Kin, type Nucleus } from './kin.ts'
import { normal, type Random, whole } from './random.ts'

const CLOSEST_SIBLINGS_DAYS = 300
const YOUNGEST_PARENT_DAYS = 17 * 365.25
const OLDEST_MOTHER_DAYS = 47 * 365.25
const FARTHEST_YEARS = 14
const TRIES = 6
const OLDEST = 105

/** Where the mother (or the father alone) would stand by age. */
const ageOf = ({ woman, man }: Nucleus): number => woman?.age ?? (man?.age ?? 0) - 2

const fits = (nucleus: Nucleus, child: Kin, strict: boolean): boolean => {
  if (!nucleus.open || (strict && nucleus.children.length >= nucleus.room)) return false
  const { woman, man, children } = nucleus
  if (woman !== null && (child.born - woman.born < YOUNGEST_PARENT_DAYS || child.born - woman.born > OLDEST_MOTHER_DAYS))
    return false
  if (man !== null && child.born - man.born < YOUNGEST_PARENT_DAYS) return false
  return children.every((sibling) => Math.abs(sibling.born - child.born) >= CLOSEST_SIBLINGS_DAYS)
}

export interface Nursery {
  /** Finds parents for a child and links them; false when there are none. `strict`: only where there is room. */
  place(child: Kin, gap: number, strict: boolean): boolean
}

/** `nuclei` by the age of the mother, to be asked for each child. */
export const openNursery = (random: Random, nuclei: readonly Nucleus[]): Nursery => {
  const byAge: Nucleus[][] = Array.from({ length: OLDEST + 1 }, () => [])
  for (const nucleus of nuclei) if (nucleus.room > 0) byAge[Math.min(OLDEST, Math.max(0, ageOf(nucleus)))]?.push(nucleus)
  const among = (age: number, child: Kin, strict: boolean): Nucleus | undefined => {
    const bucket = byAge[age] ?? []
    const start = whole(random, bucket.length)
    for (let i = 0; i < Math.min(strict ? TRIES : bucket.length, bucket.length); i++) {
      const nucleus = bucket[(start + i) % bucket.length]
      if (nucleus !== undefined && fits(nucleus, child, strict)) return nucleus
    }
    return undefined
  }
  return {
    place(child, gap, strict) {
      const wanted = child.age + gap
      for (let step = 0; step <= FARTHEST_YEARS * 2; step++) {
        const age = wanted + (step % 2 === 0 ? step / 2 : -(step + 1) / 2)
        const home = among(age, child, strict)
        if (home === undefined) continue
        home.children.push(child)
        child.parents = adults(home)
        return true
      }
      return false
    },
  }
}

/** Years between mother and child; older children had younger mothers. */
export const drawGap = (random: Random, child: Kin, mean: number, spread: number): number =>
  Math.round(Math.min(44, Math.max(19, mean - Math.max(0, child.age) * 0.12 + normal(random) * spread)))
