/** Looking for a place in the directory: by words, or one step further down. */
import type { Area, Directory } from '@dpg/directory/contract'
import type { Choosing } from './area.tsx'

const MOST = 80

export interface Looking {
  readonly words: string
  readonly within: string
  /** Code that is the answer so far. */
  readonly value: string | undefined
  /** Only a 읍·면·동 will do. */
  readonly needsEupmyeondong: boolean
}

export function choose(directory: Directory, { words, within, value, needsEupmyeondong }: Looking): Choosing {
  const chosen = value === undefined ? undefined : directory.area(value)
  const top = { words, within: null, below: directory.areasBelow(null), chosen }
  const place = within === '' ? undefined : directory.area(within)
  if (place) {
    const below = directory.areasBelow(place.code)
    const answers = below.filter(({ level }) => level === 'eupmyeondong')
    if (answers.length > 0 || below.length === 0) return { ...top, found: answers.length > 0 ? answers : [place] }
    return { ...top, found: needsEupmyeondong ? undefined : withItself(place, below), within: place, below }
  }
  if (words === '') return { ...top, found: undefined }
  const hits = directory.findAreas(words, MOST)
  const found = needsEupmyeondong ? hits.flatMap((hit) => lowest(directory, hit)) : hits
  return { ...top, found: [...new Map(found.map((area) => [area.code, area])).values()].slice(0, MOST) }
}

/** A 시·군·구 is an answer of its own where a 읍·면·동 is not asked for. */
const withItself = (place: Area, below: readonly Area[]): readonly Area[] | undefined =>
  place.level === 'sido' ? undefined : [place, ...below]

const lowest = (directory: Directory, area: Area): readonly Area[] =>
  area.level === 'eupmyeondong'
    ? [area]
    : directory.areasBelow(area.code).flatMap((below) => (below.level === 'ri' ? [] : lowest(directory, below)))
