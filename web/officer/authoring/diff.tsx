/** What is different, in words, one entry a thing that changed. */
import type { DiffEntry } from '@dpg/authoring/contract'
import { Badge } from '@dpg/ui'
import type { Frame } from '../frame.tsx'

type T = Frame['asked']['t']

const CODE = new Set(['test', 'be', 'given', 'expect', 'value', 'each', 'rule'])

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
                    <del>{isCode(line.part) ? <code>{line.before}</code> : line.before}</del>
                  </dd>
                )}
                {line.after !== null && (
                  <dd>
                    <span class="sr-only">{t('officer.authoring.after')} </span>
                    <ins>{isCode(line.part) ? <code>{line.after}</code> : line.after}</ins>
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

const PARTS = new Set([
  'test',
  'be',
  'law',
  'ko',
  'en',
  'changeKo',
  'changeEn',
  'to',
  'value',
  'source',
  'confidence',
  'on',
  'given',
  'expect',
  'effectiveFrom',
  'status',
  'unit',
  'each',
  'per',
  'rule',
])
const partName = (part: string, t: T): string => (PARTS.has(part) ? t(`officer.authoring.part.${part}`) : part)
const isCode = (part: string): boolean => CODE.has(part) || !PARTS.has(part)
