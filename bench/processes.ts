/** What processes of this machine use, from /proc: Linux only. */
import { readdirSync, readFileSync } from 'node:fs'
import { loadavg } from 'node:os'

const TICKS_A_SECOND = 100

/** The process and everything it started, PostgreSQL and the registers included. */
export function processTree(root: number): number[] {
  const children = Map.groupBy(
    readdirSync('/proc')
      .map(Number)
      .filter(Boolean)
      .map((pid) => ({ pid, parent: Number(statOf(pid)?.[1]) })),
    ({ parent }) => parent,
  )
  const below = (pid: number): number[] => [pid, ...(children.get(pid) ?? []).flatMap((child) => below(child.pid))]
  return below(root)
}

/** Memory in MB, pages shared between processes counted once altogether (PSS). */
export function memoryOf(pids: readonly number[]): number {
  const kilobytes = pids.map((pid) => Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0))
  return kilobytes.reduce((sum, one) => sum + one, 0) / 1000
}

/** CPU in seconds that a process has used, and with it the children it has waited for. */
export function cpuSeconds(pid: number): { readonly own: number; readonly children: number } {
  const stat = statOf(pid)
  const seconds = (field: number) => Number(stat?.[field] ?? 0) / TICKS_A_SECOND
  return { own: seconds(11) + seconds(12), children: seconds(13) + seconds(14) }
}

/** How busy the machine is: processes that want a processor. */
export const load = (): number => loadavg()[0]!

/** Fields of /proc/PID/stat after the name, which may hold anything; the first is the state. */
const statOf = (pid: number): string[] | undefined => {
  const text = read(`/proc/${pid}/stat`)
  return text === '' ? undefined : text.slice(text.lastIndexOf(')') + 2).split(' ')
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    // It has ended meanwhile.
    return ''
  }
}
