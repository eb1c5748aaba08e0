/** One form a kind: what is proposed, and why. */
import type { AdmissionKind } from '@dpg/admissions/contract'
import type { MemberEntry } from '@dpg/exchange/contract'
import { textIn } from '@dpg/kernel'
import { Button, DateText, ErrorSummary, errorOf, Form, type FormError, Radios, StructuredList, TextField, Title } from '@dpg/ui'
import { type Frame, OfficerPage } from '../frame.tsx'

export type Typed = Readonly<Record<string, string>>

export interface ProposePageProps {
  readonly frame: Frame
  readonly kind: AdmissionKind
  readonly typed: Typed
  /** Whose keys change, or who leaves. */
  readonly member?: MemberEntry | undefined
  readonly errors?: readonly FormError[]
}

interface Field {
  readonly name: string
  readonly rows?: number
  readonly secret?: boolean
  /** Filled in by where one came from. */
  readonly carried?: boolean
}

const MEMBER: readonly Field[] = [
  { name: 'id' },
  { name: 'nameKo' },
  { name: 'nameEn' },
  { name: 'gateway' },
  { name: 'keys', rows: 8 },
  { name: 'services', rows: 10 },
]
const FIELDS: Readonly<Record<AdmissionKind, readonly Field[]>> = {
  member: MEMBER,
  'member-keys': [{ name: 'id', carried: true }, { name: 'keys', rows: 8 }, { name: 'drop' }],
  'member-leaves': [{ name: 'id', carried: true }],
  'private-id': [
    { name: 'issuer' },
    { name: 'clientId' },
    { name: 'secret', secret: true },
    { name: 'nameKo' },
    { name: 'nameEn' },
  ],
  'wallet-issuers': [{ name: 'issuers', rows: 12 }],
  mandate: [{ name: 'represented' }, { name: 'representative' }, { name: 'paper' }, { name: 'services' }, { name: 'endsOn' }],
}
/** Every field that a form of this kind sends, `why` apart. */
export const namesOf = (kind: AdmissionKind): string[] => [
  ...FIELDS[kind].map(({ name }) => name),
  ...(kind in CHOICES ? [CHOICES[kind]!.name] : []),
]
/** What is chosen rather than typed. */
const CHOICES: Partial<
  Record<AdmissionKind, { readonly name: string; readonly values: readonly string[]; readonly words: string }>
> = {
  'private-id': { name: 'assurance', values: ['low', 'substantial'], words: 'guard.level' },
  mandate: { name: 'as', values: ['guardian', 'helper'], words: 'officer.admissions.as' },
}

export function ProposePage({ frame, kind, typed, member, errors = [] }: ProposePageProps) {
  const { t, lang } = frame.asked
  const title = t(`officer.admissions.new.${kind}`)
  const choice = CHOICES[kind]
  const carry = Object.fromEntries(FIELDS[kind].filter(({ carried }) => carried).map(({ name }) => [name, typed[name] ?? '']))
  return (
    <OfficerPage
      frame={frame}
      title={title}
      hasErrors={errors.length > 0}
      breadcrumb={[{ href: '/admissions', label: t('officer.admissions.title') }, { label: title }]}
    >
      <Title
        title={title}
        over={member ? `${textIn(member.name, lang)} (${member.id})` : frame.office}
        lead={t(`officer.admissions.lead.${kind}`)}
      />
      <ErrorSummary errors={errors} />
      {member && kind === 'member-keys' && <Keys frame={frame} member={member} />}
      {member && kind === 'member-leaves' && <Lost frame={frame} member={member} />}
      <Form action={`/admissions/new/${kind}`} carry={carry}>
        {FIELDS[kind]
          .filter(({ carried }) => !carried)
          .map(({ name, rows, secret }) => (
            <TextField
              key={name}
              name={name}
              label={t(`officer.admissions.field.${name}`)}
              hint={t(`officer.admissions.field.${name}.hint`)}
              {...(rows ? { rows } : {})}
              {...(secret ? { autoComplete: 'off' } : {})}
              value={typed[name] ?? ''}
              error={errorOf(errors, name)}
            />
          ))}
        {choice && (
          <Radios
            name={choice.name}
            label={t(`admissions.row.${choice.name}`)}
            hint={t(`officer.admissions.field.${choice.name}.hint`)}
            value={typed[choice.name] ?? choice.values[0]!}
            options={choice.values.map((value) => ({ value, label: t(`${choice.words}.${value}`) }))}
          />
        )}
        <TextField
          name="why"
          label={t('officer.admissions.why')}
          hint={t('officer.admissions.why.hint')}
          rows={2}
          maxLength={500}
          value={typed['why'] ?? ''}
          error={errorOf(errors, 'why')}
        />
        <Button kind={kind === 'member-leaves' ? 'danger' : 'primary'}>
          {t(kind === 'member-leaves' ? 'officer.admissions.proposeLeave' : 'officer.admissions.propose')}
        </Button>
      </Form>
    </OfficerPage>
  )
}

/** What nobody can ask for any more once they have left. */
function Lost({ frame, member: { gateway, services } }: { readonly frame: Frame; readonly member: MemberEntry }) {
  const { t, lang } = frame.asked
  return (
    <section>
      <h2>{t('officer.admissions.lost')}</h2>
      <StructuredList
        items={[
          { key: t('admissions.row.gateway'), value: gateway },
          ...(services.length === 0 ? [{ key: t('admissions.row.service'), value: t('officer.admissions.asksOnly') }] : []),
          ...services.map(({ id, title }) => ({ key: t('admissions.row.service'), value: `${textIn(title, lang)} (${id})` })),
        ]}
      />
    </section>
  )
}

/** Keys as they stand: what ends when, and what to call one that was lost. */
function Keys({ frame, member: { keys } }: { readonly frame: Frame; readonly member: MemberEntry }) {
  const { t } = frame.asked
  return (
    <section>
      <h2>{t('officer.admissions.keysNow')}</h2>
      <StructuredList
        items={keys.map(({ id, from, until }) => ({
          key: id,
          value: (
            <>
              <DateText day={from.slice(0, 10)} /> – <DateText day={until.slice(0, 10)} />
            </>
          ),
        }))}
      />
    </section>
  )
}
