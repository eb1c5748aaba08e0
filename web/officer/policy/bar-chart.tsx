/** Two bars a row, drawn as SVG by the server; the words beside them grow with the reader's text size. */
import type { ComponentChildren } from 'preact'

export interface BarRow {
  readonly label: string
  /** Null: withheld. */
  readonly first: number | null
  readonly second: number | null
  readonly words: string
}

export interface BarChartProps {
  readonly caption: ComponentChildren
  /** What a screen reader says in place of the bars; the table behind has the numbers. */
  readonly summary: string
  readonly legend: readonly [string, string]
  readonly rows: readonly BarRow[]
  /** The table behind. */
  readonly children: ComponentChildren
}

export function BarChart({ caption, summary, legend, rows, children }: BarChartProps) {
  const most = Math.max(1, ...rows.flatMap(({ first, second }) => [first ?? 0, second ?? 0]))
  return (
    <figure class="chart">
      <figcaption>{caption}</figcaption>
      <div role="img" aria-label={summary}>
        <div class="chart-legend">
          {legend.map((words, i) => (
            <span key={words}>
              <svg class="chart-key" width="24" height="12" aria-hidden="true">
                <rect class={CLASSES[i]} x="1" y="1" width="22" height="10" />
              </svg>
              {words}
            </span>
          ))}
        </div>
        {rows.map((row) => (
          <div key={row.label} class="chart-row">
            <span class="chart-label">{row.label}</span>
            <svg class="chart-bars" width="100%" height="26" aria-hidden="true">
              {[row.first, row.second].map((value, i) => (
                <rect key={CLASSES[i]} class={CLASSES[i]} x="1" y={1 + i * 13} width={`${share(value, most)}%`} height="10" />
              ))}
            </svg>
            <span class="chart-words">{row.words}</span>
          </div>
        ))}
      </div>
      {children}
    </figure>
  )
}

const CLASSES = ['bar-before', 'bar-after'] as const

const share = (value: number | null, most: number): string => ((Math.max(0, value ?? 0) * 99) / most).toFixed(2)
