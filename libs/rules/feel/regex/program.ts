/** A pattern as a program for the matcher: tests of one character, forks, marks. */
import { type CharSet, variants } from './classes.ts'
import { type Flags, parsePattern, type Tree } from './parse.ts'

export type Step =
  | { readonly k: 'char'; readonly set: CharSet }
  | { readonly k: 'start' | 'end'; readonly isLine: boolean }
  /** Goes on at `first`; at `second` when that fails. */
  | { readonly k: 'fork'; first: number; second: number }
  | { readonly k: 'jump'; to: number }
  /** Notes the place in a slot: two slots a group, one a loop. */
  | { readonly k: 'note'; readonly slot: number }
  /** Fails when a turn of a loop has read nothing. */
  | { readonly k: 'moved'; readonly slot: number }
  | { readonly k: 'same'; readonly index: number; readonly ignoreCase: boolean }
  | { readonly k: 'found' }

export interface Program {
  readonly steps: readonly Step[]
  readonly groups: number
  readonly slots: number
  /** It looks back at what a group matched, so a place in the program and the text does not tell all. */
  readonly looksBack: boolean
}

const MAX_STEPS = 20_000

/** Undefined when the pattern is wrong, or larger than any that a person writes. */
export function programOf(pattern: string, flags: Flags): Program | undefined {
  const parsed = parsePattern(pattern, flags)
  if (parsed === undefined) return undefined
  const steps: Step[] = []
  let slots = (parsed.groups + 1) * 2
  let looksBack = false
  const add = <T extends Step>(step: T): T => {
    steps.push(step)
    return step
  }
  const isTooLong = () => steps.length > MAX_STEPS

  function emit(tree: Tree): void {
    if (isTooLong()) return
    switch (tree.k) {
      case 'set':
        add({ k: 'char', set: tree.set })
        return
      case 'start':
      case 'end':
        add({ k: tree.k, isLine: flags.lines })
        return
      case 'sequence':
        for (const part of tree.parts) emit(part)
        return
      case 'choice':
        choice(tree.parts)
        return
      case 'group':
        add({ k: 'note', slot: tree.index * 2 })
        emit(tree.of)
        add({ k: 'note', slot: tree.index * 2 + 1 })
        return
      case 'same':
        looksBack = true
        add({ k: 'same', index: tree.index, ignoreCase: flags.ignoreCase })
        return
      case 'repeat':
        repeat(tree)
    }
  }

  function choice([first, ...rest]: readonly Tree[]): void {
    if (rest.length === 0) {
      emit(first!)
      return
    }
    const fork = add({ k: 'fork', first: steps.length + 1, second: 0 })
    emit(first!)
    const jump = add({ k: 'jump', to: 0 })
    fork.second = steps.length
    choice(rest)
    jump.to = steps.length
  }

  function repeat({ of, least, most, isLazy }: Extract<Tree, { k: 'repeat' }>): void {
    for (let i = 0; i < least && !isTooLong(); i++) emit(of)
    if (most === Number.POSITIVE_INFINITY) loop(of, isLazy)
    else for (let i = least; i < most && !isTooLong(); i++) optional(of, isLazy)
  }

  function loop(of: Tree, isLazy: boolean): void {
    const slot = slots++
    const start = steps.length
    const fork = add({ k: 'fork', first: 0, second: 0 })
    const body = steps.length
    add({ k: 'note', slot })
    emit(of)
    add({ k: 'moved', slot })
    add({ k: 'jump', to: start })
    fork.first = isLazy ? steps.length : body
    fork.second = isLazy ? body : steps.length
  }

  function optional(of: Tree, isLazy: boolean): void {
    const fork = add({ k: 'fork', first: 0, second: 0 })
    const body = steps.length
    emit(of)
    fork.first = isLazy ? steps.length : body
    fork.second = isLazy ? body : steps.length
  }

  emit(parsed.tree)
  add({ k: 'found' })
  return isTooLong() ? undefined : { steps, groups: parsed.groups, slots, looksBack }
}

export const isSameChar = (a: number, b: number, ignoreCase: boolean): boolean =>
  a === b || (ignoreCase && (variants(a).includes(b) || variants(a).some((one) => variants(b).includes(one))))
