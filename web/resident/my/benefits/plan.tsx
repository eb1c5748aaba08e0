/** What is looked at, from which register, by which law; and a tick for each thing the law asks consent for. */
import type { ConsentGroup, ConsentPlan } from '@dpg/benefits/contract'
import { Checkboxes, Details, LawRef, type FormError, errorOf } from '@dpg/ui'
import type { FrameAsked } from '../../frame.tsx'
import type { Names } from '../who.ts'

export const AGREED = 'groups'

export interface PlanProps {
  readonly plan: ConsentPlan
  readonly names: Names
  readonly asked: FrameAsked
}

type Group = ConsentPlan['groups'][number]

/** Facts that need no consent: seen by whoever opens them. */
export function ByLaw({ plan, names, asked: { t } }: PlanProps) {
  const group = plan.groups.find((one) => one.group === 'law')
  if (!group) return null
  const count = group.registers.reduce((sum, { facts }) => sum + facts.length, 0)
  return (
    <section>
      <h2>{t('resident.my.consent.law')}</h2>
      <p>{t('resident.my.consent.lawText')}</p>
      <p>
        <LawRef law={group.law} />
      </p>
      <Details summary={t('resident.my.consent.all', { count, registers: group.registers.length })}>
        <Facts group={group} names={names} />
      </Details>
    </section>
  )
}

export interface TicksProps extends PlanProps {
  readonly chosen: readonly ConsentGroup[]
  readonly errors?: readonly FormError[]
}

/** Each by itself, and never ticked beforehand; what each means in full is there to open. */
export function Ticks({ plan, names, asked: { t }, chosen, errors = [] }: TicksProps) {
  const groups = plan.groups.filter(({ group }) => group !== 'law')
  return (
    <>
      <Checkboxes
        name={AGREED}
        label={t('resident.my.consent.ask')}
        hint={t('resident.my.consent.askHint')}
        error={errorOf(errors, AGREED)}
        values={chosen}
        options={groups.map(({ group, law }) => ({
          value: group,
          label: t(`resident.my.consent.${group}`),
          hint: (
            <>
              {t(`resident.my.consent.${group}Text`)} <LawRef law={law} />
            </>
          ),
        }))}
      />
      {groups.map((group) => (
        <Details
          key={group.group}
          summary={t('resident.my.consent.what', { name: t(`resident.my.consent.name.${group.group}`) })}
        >
          <Facts group={group} names={names} />
        </Details>
      ))}
    </>
  )
}

function Facts({ group, names }: { readonly group: Group; readonly names: Names }) {
  return (
    <dl class="key-values">
      {group.registers.map(({ register, facts }) => (
        <div key={register}>
          <dt>{names.register(register)}</dt>
          <dd>{facts.map(({ label }) => label).join(', ')}</dd>
        </div>
      ))}
    </dl>
  )
}
