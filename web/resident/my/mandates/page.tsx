/** For whom I may act and who may act for me, each with how far it reaches and until when. */
import type { Mandate } from '@dpg/identity/contract'
import {
  Badge,
  Button,
  ButtonRow,
  EmptyState,
  ErrorSummary,
  errorOf,
  Form,
  type FormError,
  MomentText,
  Notice,
  StructuredList,
  TextField,
  Title,
} from '@dpg/ui'
import { type Frame, ResidentPage } from '../../frame.tsx'
import type { Names } from '../who.ts'
import { GivenCode, GiveForm, type GiveProps } from './give.tsx'

export interface MandatesPageProps {
  readonly frame: Frame
  readonly mandates: readonly Mandate[]
  readonly names: Names
  readonly errors: readonly FormError[]
  readonly giving: Pick<GiveProps, 'services' | 'wish'>
  /** Of a mandate that was given a moment ago. */
  readonly code?: string | undefined
  /** A register was asked and knows nobody. */
  readonly none?: 'family' | 'companies' | undefined
}

export function MandatesPage({ frame, mandates, names, errors, giving, code, none }: MandatesPageProps) {
  const { t, principal } = frame.asked
  const title = t('resident.my.mandates.title')
  const isMine = ({ by }: Mandate) => by === principal.person
  const [mine, others] = [mandates.filter(isMine), mandates.filter((one) => !isMine(one))]
  return (
    <ResidentPage frame={frame} title={title} hasErrors={errors.length > 0} isPrivate>
      <Title title={title} lead={t('resident.my.mandates.lead')} />
      <ErrorSummary errors={errors} />
      {code && <GivenCode frame={frame} code={code} />}
      {none && <Notice isAnswer title={t(`resident.my.mandates.none.${none}`)} />}
      <h2>{t('resident.my.mandates.mine')}</h2>
      {mine.length === 0 && <EmptyState title={t('resident.my.mandates.mine.none')} />}
      {mine.map((one) => (
        <One key={one.mandate} one={one} who={one.forName} frame={frame} names={names} canAct />
      ))}
      <Form action="/my/mandates/accept">
        <TextField
          name="code"
          label={t('resident.my.mandates.code')}
          hint={t('resident.my.mandates.code.hint')}
          inputMode="numeric"
          autoComplete="off"
          error={errorOf(errors, 'code')}
        />
        <Button kind="secondary" size="medium">
          {t('resident.my.mandates.accept')}
        </Button>
      </Form>
      <Form action="/my/mandates/family">
        <p class="hint">{t('resident.my.mandates.family.text')}</p>
        <Button kind="secondary" size="medium">
          {t('resident.my.mandates.family')}
        </Button>
      </Form>
      <Form action="/my/mandates/companies">
        <p class="hint">{t('resident.my.mandates.companies.text')}</p>
        <Button kind="secondary" size="medium">
          {t('resident.my.mandates.companies')}
        </Button>
      </Form>
      <h2>{t('resident.my.mandates.others')}</h2>
      {others.length === 0 && <EmptyState title={t('resident.my.mandates.others.none')} />}
      {others.map((one) => (
        <One
          key={one.mandate}
          one={one}
          who={one.byName ?? t('resident.my.mandates.waiting')}
          frame={frame}
          names={names}
          canAct={false}
        />
      ))}
      {canGive(frame) && <GiveForm frame={frame} errors={errors} {...giving} />}
    </ResidentPage>
  )
}

/** Whoever acts for another hands nothing on; the registered representative of a company speaks for it. */
const canGive = ({ asked: { principal } }: Frame): boolean => !principal.acting || principal.acting.relation === 'representative'

interface OneProps {
  readonly one: Mandate
  readonly who: string
  readonly frame: Frame
  readonly names: Names
  readonly canAct: boolean
}

function One({ one, who, frame, names, canAct }: OneProps) {
  const { t, principal } = frame.asked
  const { mandate, kind, relation, scope, givenAt, endsAt } = one
  const isActing = principal.acting?.mandate === mandate
  const listOf = (ids: readonly string[] | null, name: (id: string) => string) =>
    ids === null ? t('resident.my.mandates.all') : ids.map(name).join(', ')
  return (
    <section>
      <h3>
        {who} <Badge>{t(`resident.my.trace.as.${canAct && relation !== 'representative' ? kind : (relation ?? kind)}`)}</Badge>
        {isActing && <Badge kind="warning">{t('resident.my.mandates.now')}</Badge>}
      </h3>
      <StructuredList
        items={[
          { key: t('resident.my.mandates.services'), value: listOf(scope.services, names.service) },
          { key: t('resident.my.mandates.facts'), value: listOf(scope.facts, names.fact) },
          { key: t('resident.my.mandates.since'), value: <MomentText at={givenAt} /> },
          ...(endsAt === null ? [] : [{ key: t('resident.my.mandates.until'), value: <MomentText at={endsAt} /> }]),
        ]}
      />
      <ButtonRow>
        {canAct && !isActing && (
          <Form action={`/my/mandates/${mandate}/act`}>
            <Button size="medium">
              {t('resident.my.mandates.act')}
              <span class="sr-only"> ({who})</span>
            </Button>
          </Form>
        )}
        <Form action={`/my/mandates/${mandate}/end`}>
          <Button kind="danger" size="medium">
            {t('resident.my.mandates.end')}
            <span class="sr-only"> ({who})</span>
          </Button>
        </Form>
      </ButtonRow>
    </section>
  )
}
