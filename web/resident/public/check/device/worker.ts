/** The server of the check, on the reader's own device: it loads the rules once, and from then on asks nobody. */
import { deviceWorld } from '../rules-file/decode.ts'
import type { RulesFile } from '../rules-file/format.ts'
import { draw } from './draw.tsx'
import type { CheckWorld } from '../world.ts'
import type { FromWorker, Step, ToWorker } from './messages.ts'

/** As if somebody had passed over everything. */
const REHEARSAL: Step = { path: '/check', fields: { asked: '', go: 'skip' } }

interface Loaded {
  readonly draw: (step: Step) => ReturnType<typeof draw>
  readonly letters: () => string
}

let ready: Promise<Loaded> | undefined

const say = (message: FromWorker): void => postMessage(message)

addEventListener('message', async ({ data }: MessageEvent<ToWorker>) => {
  try {
    if (data.kind === 'load') {
      ready = load(data)
      const loaded = await ready
      say({ kind: 'ready' })
      // While the reader types, the first answer's work is rehearsed, so that it comes as fast as the others.
      loaded.draw(REHEARSAL)
      say({ kind: 'letters', letters: loaded.letters() })
    } else if (ready) {
      const loaded = await ready
      say({ kind: 'drawn', id: data.id, ...loaded.draw(data.step) })
    }
  } catch {
    say({ kind: 'failed' })
  }
})

async function load({ rules, today, who }: ToWorker & { readonly kind: 'load' }): Promise<Loaded> {
  const response = await fetch(rules)
  if (!response.ok) throw new Error(`${rules}: ${response.status}`)
  const text = await response.text()
  const file = JSON.parse(text) as RulesFile
  performance.mark('loaded')
  const world = measured(deviceWorld(file, today))
  performance.measure('compile', 'loaded')
  return { draw: (step) => draw(world, who, step), letters: () => [...new Set(text)].join('') }
}

/** For `bench/rules/browser.bench.ts` and for whoever opens the developer tools: what answering costs on this device. */
const measured = (world: CheckWorld): CheckWorld => ({
  ...world,
  screen: (request) => {
    performance.mark('asked')
    const answer = world.screen(request)
    performance.measure('screen', 'asked')
    return answer
  },
})
