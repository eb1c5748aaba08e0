/** A part of a page that gets better with script. What is inside must do without. */
import type { ComponentChildren } from 'preact'
import { ASSETS } from './assets.ts'
import { useReader } from './reader.ts'

/** What `islands/<name>.island.ts` exports as `mount`; `props` is the JSON given to `Island`. */
export type MountIsland = (element: HTMLElement, props: never) => void | Promise<void>

export interface IslandProps {
  /** File name before `.island.ts` in the `islands` folder of `web/ui` or of a portal. */
  readonly name: string
  /** JSON values only. */
  readonly props?: Readonly<Record<string, unknown>>
  /** It holds all of the page's content, which then stands as if it stood in the page itself. */
  readonly isPage?: boolean
  /** What people without script get. */
  readonly children?: ComponentChildren
}

export function Island({ name, props, isPage, children }: IslandProps) {
  useReader().islands.add(name)
  return (
    <div class={isPage ? 'island-page' : undefined} data-island={name} data-props={props && JSON.stringify(props)}>
      {children}
    </div>
  )
}

/** The loader, only on pages that hold an island; must stand after them. */
export function IslandLoader() {
  return useReader().islands.size > 0 ? <script type="module" src={ASSETS.islands} /> : null
}
