/** What officials let in from outside, and by whom it is kept then. */
import type { Door } from '@dpg/admissions'
import { type AdmissionKind, admissionRefused, type AdmissionRow } from '@dpg/admissions/contract'
import { type MemberEntry, type MemberKey, memberRefused, type Members } from '@dpg/exchange/contract'
import { type Clock, Problem } from '@dpg/kernel'
import { hash } from 'node:crypto'
import { parse, YAMLParseError } from 'yaml'
import { z } from 'zod'
import { doorsOfWays, line, read, type WaysDeps } from './doors-of-ways.ts'

export interface DoorsDeps extends WaysDeps {
  readonly clock: Clock
  readonly members: Members
  readonly mandates: Door
}

const text = z.string().max(200_000)
const memberForm = z.object({
  id: line,
  nameKo: line,
  nameEn: z.string().trim().max(300),
  gateway: line,
  keys: text,
  services: text,
})
const keysForm = z.object({ id: line, keys: text, drop: z.string().max(2_000) })
const leaveForm = z.object({ id: line })
export function doors(deps: DoorsDeps): Readonly<Record<AdmissionKind, Door>> {
  const { members } = deps
  const put: Door['open'] = (tx, content) => members.put(tx, content as MemberEntry).catch(inForm)
  return {
    ...doorsOfWays(deps),
    mandate: deps.mandates,
    member: {
      check: async (given) => {
        const { id, nameKo, nameEn, gateway, keys, services } = read(memberForm, given)
        const name = { ko: nameKo, ...(nameEn ? { en: nameEn } : {}) }
        const entry = { id, name, gateway, keys: keysIn(keys), services: yamlIn('services', services) ?? [] }
        const content = await members.check(entry).catch(inForm)
        return { about: `${content.name.ko} (${content.id})`, rows: rowsOf(content), content }
      },
      open: put,
    },
    'member-keys': {
      check: async (given) => {
        const { id, keys, drop } = read(keysForm, given)
        const { next, gone } = nextKeys(deps, await known(members, id), keysIn(keys), drop.split(/[\s,]+/).filter(Boolean))
        const content = await members.check(next).catch(inForm)
        const rows = [
          { label: 'id', value: id },
          ...next.keys.map(rowOfKey),
          ...gone.map((key) => ({ ...rowOfKey(key), label: 'ends' })),
        ]
        return { about: `${next.name.ko} (${id})`, rows, content }
      },
      open: put,
    },
    'member-leaves': {
      check: async (given) => {
        const entry = await known(members, read(leaveForm, given).id)
        return { about: `${entry.name.ko} (${entry.id})`, rows: rowsOf(entry), content: { id: entry.id } }
      },
      open: (tx, content) => members.remove(tx, (content as { id: string }).id).catch(inForm),
    },
  }
}

function yamlIn(field: string, given: string): unknown {
  try {
    return parse(given)
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error
    throw admissionRefused({ field, what: error.message.split('\n')[0] ?? '' })
  }
}

/** What `npm run gateway -- keys` prints, or all that `init` does. */
function keysIn(given: string): MemberKey[] {
  const found = yamlIn('keys', given)
  const keys: unknown = Array.isArray(found) ? found : (found as { keys?: unknown } | null)?.keys
  if (!Array.isArray(keys) || keys.length === 0) throw admissionRefused({ field: 'keys', what: 'id, use, spki, from, until' })
  return keys as MemberKey[]
}

async function known(members: Members, id: string): Promise<MemberEntry> {
  const entry = await members.member(id)
  if (!entry) throw admissionRefused({ field: 'id', what: id })
  return entry
}

/** New keys beside those that still count, so that nothing stands still; a key that is lost is dropped at once. */
function nextKeys({ clock }: DoorsDeps, entry: MemberEntry, added: readonly MemberKey[], drop: readonly string[]) {
  const unknown = drop.find((id) => !entry.keys.some((key) => key.id === id))
  if (unknown !== undefined) throw admissionRefused({ field: 'drop', what: unknown })
  const stays = ({ id, until }: MemberKey) => !drop.includes(id) && Temporal.Instant.compare(until, clock.now()) > 0
  return {
    next: { ...entry, keys: [...entry.keys.filter(stays), ...added] },
    gone: entry.keys.filter((key) => !stays(key)),
  }
}

const rowOfKey = ({ id, use, spki, from, until }: MemberKey): AdmissionRow => ({
  label: 'key',
  // Short enough to be read out over the telephone to the agency.
  value: `${use} ${id}: ${hash('sha256', Buffer.from(spki, 'base64')).slice(0, 16)} (${from.slice(0, 10)} – ${until.slice(0, 10)})`,
})

const rowsOf = ({ id, name, gateway, keys, services }: MemberEntry): AdmissionRow[] => [
  { label: 'id', value: id },
  { label: 'name', value: name.en ? `${name.ko} / ${name.en}` : name.ko },
  { label: 'gateway', value: gateway },
  ...keys.map(rowOfKey),
  ...services.map(({ id: service, title }) => ({ label: 'service', value: `${title.ko} (${service})` })),
]

/** What the list says is wrong, at the field of the form where it was written. */
function inForm(error: unknown): never {
  if (!(error instanceof Problem) || error.type !== memberRefused.type) throw error
  const what = String(error.values['what'] ?? '')
  const field = ['keys', 'services', 'gateway'].find((one) => what.startsWith(one)) ?? (/is no key/.test(what) ? 'keys' : 'id')
  throw admissionRefused({ field, what }, { cause: error })
}
