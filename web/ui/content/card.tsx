/** A list of things to choose from, each with one link. */
import type { ComponentChildren } from 'preact'
import { BESIDE, OpensBeside } from './opens-beside.tsx'

export interface CardProps {
  readonly title: string
  readonly href?: string
  /** Opens beside this page, and says so in these words: what was typed here would be gone. */
  readonly newTab?: string
  /** Badges above the title. */
  readonly top?: ComponentChildren
  readonly text?: ComponentChildren
  /** Short facts under the text: [월 지급액, 349,700원]. */
  readonly facts?: readonly (readonly [key: string, value: ComponentChildren])[]
  /** Links and buttons of its own, tags, reasons. */
  readonly children?: ComponentChildren
  /** 3 unless told: cards stand under an `<h2>`. */
  readonly level?: 2 | 3 | 4
}

export function Card({ title, href, newTab, top, text, facts, children, level = 3 }: CardProps) {
  const Heading = `h${level}` as const
  return (
    <li class="structured-item">
      {top && <div class="card-top">{top}</div>}
      <Heading class="c-tit">
        {href ? (
          <a href={href} {...(newTab ? BESIDE : {})}>
            {title}
            {newTab && <OpensBeside words={newTab} />}
          </a>
        ) : (
          title
        )}
      </Heading>
      {text && <p class="c-txt">{text}</p>}
      {facts && facts.length > 0 && (
        <dl class="c-facts">
          {facts.map(([key, value]) => (
            <div key={key}>
              <dt>{key}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {children && <div class="card-more">{children}</div>}
    </li>
  )
}

export interface CardListProps {
  /** Side by side where there is room; one column unless told. */
  readonly columns?: 1 | 2 | 3
  readonly label?: string
  readonly children: ComponentChildren
}

export const CardList = ({ columns = 1, label, children }: CardListProps) => (
  <ul class={`krds-structured-list columns-${columns}`} aria-label={label}>
    {children}
  </ul>
)
