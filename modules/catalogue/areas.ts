/** Who may use what where: an area, those above it, and what it went over into. */
import type { Pack } from '@dpg/definitions'

/** Codes of areas whose services are open to somebody who lives in one; undefined: the pack knows no such area. */
export function areasOver(code: string, areas: Pack['areas']): ReadonlySet<string> | undefined {
  if (!areas.has(code)) return undefined
  const found = new Set<string>()
  const open = [code]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const area = areas.get(next)
    if (found.has(next) || !area) continue
    found.add(next)
    open.push(...[area.parent, area.successor].filter((above) => above !== null))
  }
  return found
}

/** `경기도 수원시`: the name after that of the 시·도 it lies in. */
export function areaName(code: string, areas: Pack['areas']): string {
  const names: string[] = []
  const seen = new Set<string>()
  for (
    let at = areas.get(code);
    at && at.level !== 'country' && !seen.has(at.code);
    at = at.parent ? areas.get(at.parent) : undefined
  ) {
    seen.add(at.code)
    names.unshift(at.name)
  }
  return names.join(' ') || (areas.get(code)?.name ?? code)
}
