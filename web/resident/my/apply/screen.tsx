/** One screen of an application: what it asks, where one is, and the ways on, back and out. */
import type { DraftView } from '@dpg/casework/contract'
import {
  BackLink,
  Button,
  ButtonLink,
  ButtonRow,
  Details,
  ErrorSummary,
  Form,
  type FormError,
  MomentText,
  Notice,
  Title,
} from '@dpg/ui'
import { type Frame, ResidentPage } from '../../frame.tsx'
import { Uploads } from '../uploads.tsx'
import type { Choosing } from './area.tsx'
import { Check } from './check.tsx'
import { Declarations } from './declarations.tsx'
import { Question } from './question.tsx'

export interface ApplyScreenProps {
  readonly frame: Frame
  readonly draft: DraftView
  /** The same key sent twice is one application. */
  readonly sendKey: string
  readonly errors?: readonly FormError[]
  readonly choosing?: Choosing | undefined
  /** On which screen a fact is asked. */
  readonly screenOf: (fact: string) => string | undefined
  /** Facts that are never asked for before sending. */
  readonly isLater: (fact: string) => boolean
}

export const screenPath = (service: string, screen: string): string =>
  `/apply/${encodeURIComponent(service)}/${encodeURIComponent(screen)}`

export function ApplyScreen({ frame, draft, sendKey, errors = [], choosing, screenOf, isLater }: ApplyScreenProps) {
  const { t } = frame.asked
  const { current, service, previous } = draft
  const only = current.fields.length === 1 ? current.fields[0] : undefined
  return (
    <ResidentPage
      frame={frame}
      title={`${only?.label ?? current.title} - ${service.title}`}
      hasErrors={errors.length > 0}
      isPrivate
    >
      {previous && <BackLink href={screenPath(service.id, previous)} />}
      <ErrorSummary errors={errors} />
      {draft.exit && (
        <Notice kind="warning" title={t('resident.my.apply.exit')} isAnswer>
          <p>{draft.exit}</p>
        </Notice>
      )}
      <Where draft={draft} frame={frame} />
      {!only && <Title title={current.title} lead={current.text ?? undefined} />}
      <Form action={screenPath(service.id, current.id)} carry={{ key: sendKey }} upload={current.uploads.length > 0}>
        {current.fields.map((field) => (
          <Question
            key={field.name}
            field={field}
            t={t}
            errors={errors}
            asTitle={field === only}
            lead={field === only ? current.text : null}
            choosing={field.type === 'area' ? choosing : undefined}
          />
        ))}
        {current.uploads.length > 0 && <Uploads uploads={current.uploads} errors={errors} t={t} canRemove />}
        {current.kind === 'evidence' && current.uploads.length === 0 && <p>{t('resident.my.apply.noUploads')}</p>}
        {current.kind === 'check' && (
          <Check facts={current.facts} t={t} changeAt={(fact) => changePath(service.id, screenOf(fact))} isLater={isLater} />
        )}
        <Declarations screen={current} errors={errors} t={t} />
        <Buttons draft={draft} frame={frame} />
      </Form>
      <Beside draft={draft} frame={frame} />
    </ResidentPage>
  )
}

const changePath = (service: string, screen: string | undefined) =>
  screen === undefined ? undefined : screenPath(service, screen)

/** Where the form ends early, an answer may still be changed; sending is not offered. */
function Buttons({ draft, frame }: Pick<ApplyScreenProps, 'draft' | 'frame'>) {
  const { t } = frame.asked
  const { current, exit, next, service } = draft
  const isEnd = exit !== null && current.fields.length === 0
  return (
    <ButtonRow>
      {current.uploads.length > 0 && (
        <Button name="go" value="stay" kind="secondary">
          {t('resident.my.apply.upload')}
        </Button>
      )}
      {!isEnd && <Button>{t(next === null && exit === null ? 'resident.my.apply.send' : 'resident.my.apply.next')}</Button>}
      {exit !== null && (
        <ButtonLink href={`/services/${encodeURIComponent(service.id)}`} kind="secondary">
          {t('resident.my.why.service')}
        </ButtonLink>
      )}
      {!isEnd && (
        <Button name="go" value="later" kind="text">
          {t('resident.my.apply.later')}
        </Button>
      )}
    </ButtonRow>
  )
}

/** “기초연금 신청 · 12단계 가운데 4단계” */
function Where({ draft, frame }: Pick<ApplyScreenProps, 'draft' | 'frame'>) {
  const at = draft.screens.findIndex(({ isCurrent }) => isCurrent) + 1
  return (
    <p class="page-over">
      {frame.asked.t('resident.my.apply.where', { service: draft.service.title, at, of: draft.screens.length })}
    </p>
  )
}

/** All steps, the time it was saved, and the way to throw it away. */
function Beside({ draft, frame }: Pick<ApplyScreenProps, 'draft' | 'frame'>) {
  const { t } = frame.asked
  const { service } = draft
  return (
    <>
      <Details summary={t('resident.my.apply.steps')}>
        <ol>
          {draft.screens.map(({ id, title, isDone, isCurrent }) => (
            <li key={id}>
              {isCurrent || !isDone ? title : <a href={screenPath(service.id, id)}>{title}</a>}{' '}
              <span class="hint">{isCurrent ? t('resident.my.apply.here') : isDone ? t('resident.my.apply.done') : ''}</span>
            </li>
          ))}
        </ol>
      </Details>
      <p class="hint">
        {t('resident.my.apply.saved')} <MomentText at={draft.savedAt} short />. {t('resident.my.apply.kept')}{' '}
        <MomentText at={draft.expiresAt} />.{' '}
        <a href={`/my/drafts/${encodeURIComponent(service.id)}/discard`}>{t('resident.my.apply.discard')}</a>
      </p>
    </>
  )
}
