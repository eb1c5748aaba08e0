/** Parts that the author and others changed differently: what stands now, and what the others had written. */
import type { Conflict } from '@dpg/authoring/contract'
import type { Frame } from '../frame.tsx'

type T = Frame['asked']['t']

export function Conflicts({ conflicts, t }: { readonly conflicts: readonly Conflict[]; readonly t: T }) {
  const written = (text: string | null) =>
    text === null ? <span>{t('officer.authoring.conflict.gone')}</span> : <code>{text}</code>
  return (
    <ul class="authoring-diff">
      {conflicts.map((one) => (
        <li key={`${one.file} ${one.part}`}>
          <p class="authoring-diff-title">
            <code>{one.part || one.file}</code>
          </p>
          <dl>
            {(['before', 'mine', 'theirs'] as const).map((whose) => (
              <div key={whose}>
                <dt>{t(`officer.authoring.conflict.${whose}`)}</dt>
                <dd>{written(one[whose])}</dd>
              </div>
            ))}
          </dl>
        </li>
      ))}
    </ul>
  )
}
