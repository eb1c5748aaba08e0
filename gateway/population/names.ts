/** Names people bear: family names by how common they are, given names by the years in which they were given. */
import { civil } from '@dpg/period'
import { pick, pickByWeight, type Random, runningTotals } from './draw/random.ts'
import type { Sex } from './pack.ts'
import { numberIn, readRows } from './tsv.ts'

export interface Names {
  readonly surname: (random: Random) => string
  /** A given name as people born that day bear it. */
  readonly given: (random: Random, sex: Sex, born: number) => string
  /** A whole name from another country, written in Korean. */
  readonly foreign: (random: Random, country: string, sex: Sex) => string
  readonly familyNameOf: (name: string) => string
}

const LONG_SURNAME = /^(남궁|황보|제갈|선우|독고|사공|서문|동방)/

export const readNames = (folder: string): Names => {
  const surnames = readRows(folder, 'population/surnames.tsv')
  const list = surnames.map((row) => row['surname'] ?? '')
  const weights = runningTotals(surnames.map((row) => numberIn(row, 'share')))
  const cohorts = readRows(folder, 'population/given-names.tsv').map((row) => ({
    sex: row['sex'],
    from: numberIn(row, 'from'),
    names: (row['names'] ?? '').split(' '),
  }))
  const foreigners = new Map(
    readRows(folder, 'population/foreign-names.tsv').map((row) => [
      `${row['country']} ${row['sex']}`,
      (row['names'] ?? '').split(', '),
    ]),
  )
  const given = {
    male: cohorts.filter((cohort) => cohort.sex === 'male'),
    female: cohorts.filter((cohort) => cohort.sex === 'female'),
  }
  return {
    surname: (random) => pickByWeight(random, list, weights),
    given: (random, sex, born) => {
      const { year } = civil(born)
      const cohort = given[sex].findLast(({ from }) => from <= year) ?? given[sex][0]
      return pick(random, cohort?.names ?? [''])
    },
    foreign: (random, country, sex) => pick(random, foreigners.get(`${country} ${sex}`) ?? foreigners.get(`CN ${sex}`) ?? ['']),
    familyNameOf: (name) => LONG_SURNAME.exec(name)?.[0] ?? name.slice(0, 1),
  }
}
