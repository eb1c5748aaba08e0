/** What is different, in words, one entry a thing that changed. */
import type { DiffEntry } from '@dpg/authoring/contract'
import { Badge } from '@dpg/ui'
import type { Frame } from '../frame.tsx'

type T = Frame['asked']['t']

const CODE = new Set(['test', 'be', 'table', 'given', 'value', 'each', 'rule'])

export function Diff({ entries, t }: { readonly entries: readonly DiffEntry[]; readonly t: T }) {
  return (
    <ul class="authoring-diff">
      {entries.map((entry) => (
        <li key={`${entry.kind} ${entry.id}`}>
          <p class="authoring-diff-title">
            <Badge kind={entry.change === 'added' ? 'success' : entry.change === 'removed' ? 'danger' : 'information'}>
              {t(`officer.authoring.change.${entry.change}`)}
            </Badge>{' '}
            <span class="hint">{t(`officer.authoring.kind.${entry.kind}`)}</span> {entry.title}
          </p>
          <dl>
            {entry.lines.map((line) => (
              <div key={line.part}>
                <dt>{partName(line.part, t)}</dt>
                {line.before !== null && (
                  <dd>
                    <span class="sr-only">{t('officer.authoring.before')} </span>
                    <del>
                      <Value part={line.part} value={line.before} t={t} />
                    </del>
                  </dd>
                )}
                {line.after !== null && (
                  <dd>
                    <span class="sr-only">{t('officer.authoring.after')} </span>
                    <ins>
                      <Value part={line.part} value={line.after} t={t} />
                    </ins>
                  </dd>
                )}
              </div>
            ))}
          </dl>
        </li>
      ))}
    </ul>
  )
}

const PARTS = new Set(
  'test be table law ko en changeKo changeEn to value source confidence on given effectiveFrom status unit each per rule'.split(
    ' ',
  ),
)
/** Parts of a case: named as its fields are. */
const OF_CASES = new Set(['eligible', 'amount', 'failed', 'missing', 'decision'])

function partName(part: string, t: T): string {
  if (OF_CASES.has(part)) return t(`officer.authoring.field.${part}`)
  return PARTS.has(part) ? t(`officer.authoring.part.${part}`) : part
}

function Value({ part, value, t }: { readonly part: string; readonly value: string; readonly t: T }) {
  if (part === 'eligible') return <span>{t(`officer.authoring.value.${value}`)}</span>
  if (value === '-' && OF_CASES.has(part)) return <span>{t('officer.authoring.none')}</span>
  return CODE.has(part) || !(PARTS.has(part) || OF_CASES.has(part)) ? <code>{value}</code> : <span>{value}</span>
}
