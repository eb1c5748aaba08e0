/** Wakes the islands of a page: `<div data-island="print">` loads `web/<portal>/islands/print.ts(x)` and mounts it. */
import type { MountIsland } from '../island.tsx'

const FOUND = import.meta.glob<{ mount: MountIsland }>('../../*/islands/*.island.{ts,tsx}')

for (const element of document.querySelectorAll<HTMLElement>('[data-island]')) {
  const name = element.dataset['island'] ?? ''
  const path = Object.keys(FOUND).find((key) => key.includes(`/${name}.island.`))
  if (path) void wake(element, FOUND[path]!)
}

/** What was rendered stays if the script fails; `data-ready` marks what is awake. */
async function wake(element: HTMLElement, load: () => Promise<{ mount: MountIsland }>): Promise<void> {
  const { mount } = await load()
  await mount(element, JSON.parse(element.dataset['props'] ?? '{}') as never)
  element.dataset['ready'] = ''
}
