/** Reaches the simulated registers of a running platform: from the server itself, from a test, or from the command line beside it. */
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { type LifeEvent, registerOf } from './registers/change.ts'
import { MODES, type Mode } from './registers/modes.ts'

/** Where the back doors are: in DATA_DIR, readable by its owner only. */
export interface ControlFile {
  readonly token: string
  /** Address of the back door, by register. */
  readonly doors: Readonly<Record<string, string>>
}

export const registersFolder = (dataDir: string): string => join(resolve(dataDir), 'registers')
const controlPath = (dataDir: string): string => join(registersFolder(dataDir), 'control.json')

export async function writeControl(dataDir: string, { token, doors }: ControlFile): Promise<void> {
  await rm(controlPath(dataDir), { force: true })
  await writeFile(controlPath(dataDir), JSON.stringify({ token, doors }), { mode: 0o600 })
}

export const removeControl = (dataDir: string): Promise<void> => rm(controlPath(dataDir), { force: true })

/** Throws when no platform with simulated registers runs on this DATA_DIR. */
export async function readControl(dataDir: string): Promise<ControlFile> {
  try {
    return JSON.parse(await readFile(controlPath(dataDir), 'utf8')) as ControlFile
  } catch (cause) {
    throw new Error(`no simulated registers run on ${dataDir}`, { cause })
  }
}

export const isMode = (text: string): text is Mode => (MODES as readonly string[]).includes(text)

/** Makes one register slow, wrong or dead, or well again (`up`). Throws for a register that is not there. */
export async function switchRegister(control: ControlFile, register: string, mode: Mode): Promise<void> {
  await order(control, register, { do: 'switch', register, mode })
}

/** Lets something happen in a life: registers know it at once, and say so. Returns the ids of the events. */
export async function happen(control: ControlFile, event: LifeEvent): Promise<readonly string[]> {
  return ((await order(control, registerOf(event), { do: 'happen', event })) as { events: string[] }).events
}

/** The mode of each register. */
export async function modes(control: ControlFile): Promise<Readonly<Record<string, Mode>>> {
  const doors = Map.groupBy(Object.keys(control.doors), (register) => control.doors[register]!)
  const answers = [...doors.values()].map(([register]) => order(control, register!, { do: 'look' }))
  return Object.assign({}, ...(await Promise.all(answers))) as Record<string, Mode>
}

async function order({ token, doors }: ControlFile, register: string, body: object): Promise<object> {
  const door = doors[register]
  if (!door) throw new Error(`no register ${register}; there are ${Object.keys(doors).join(', ')}`)
  const response = await fetch(door, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  })
  const answer = (await response.json()) as { why?: string }
  if (!response.ok) throw new Error(`register ${register}: ${answer.why ?? response.status}`)
  return answer
}
