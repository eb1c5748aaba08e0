/** The people of the shared benchmark workload as columns: drawn in the same order as `drawPerson` draws them. */
import type { ColumnsIn } from '../store/from-columns.ts'
import { drawPerson, mulberry32, workload } from '../../testing/workload.ts'

export function workloadColumns(people: number): ColumnsIn {
  const r = mulberry32(42)
  const { facts } = workload(0)
  const columns = facts.map(({ id, type }) => ({
    id,
    isBoolean: type === 'boolean',
    bytes: new Uint8Array(type === 'boolean' ? people : 0),
    floats: new Float64Array(type === 'boolean' ? 0 : people).fill(Number.NaN),
  }))
  for (let i = 0; i < people; i++) {
    const person = drawPerson(r)
    for (const { id, isBoolean, bytes, floats } of columns) {
      const value = person[id]
      if (value === undefined) continue
      if (isBoolean) bytes[i] = value === true ? 3 : 2
      else floats[i] = Number(value)
    }
  }
  return Object.fromEntries(
    columns.map(({ id, isBoolean, bytes, floats }) => [
      id,
      isBoolean ? { k: 'boolean' as const, cells: bytes } : { k: 'number' as const, cells: floats },
    ]),
  )
}
