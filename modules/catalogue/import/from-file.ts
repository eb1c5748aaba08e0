/** An import from a file, a few hundred lines a step. */
import type { Progress } from '../store-imports.ts'
import { type Line, linesOf } from './gov24-file.ts'
import { keepListed, type StepDeps, sort } from './keep.ts'

const STEP = 500

export async function importFile(deps: StepDeps, path: string, begun: Progress, moved: (to: Progress) => void): Promise<void> {
  let at = begun
  const keep = async (lines: readonly Line[], next: number, isEnd: boolean) => {
    const sorted = sort(
      lines.map(({ raw }) => raw),
      (index) => `line ${lines[index]!.number}`,
    )
    at = await keepListed(deps, at, sorted, { part: 'lines', next, isEnd })
    moved(at)
  }
  let waiting: Line[] = []
  let next = begun.next
  for await (const line of linesOf(path)) {
    if (line.number < begun.next) continue
    waiting.push(line)
    next = line.number + 1
    if (waiting.length < STEP) continue
    await keep(waiting, next, false)
    waiting = []
  }
  await keep(waiting, next, true)
}
