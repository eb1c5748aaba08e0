/** The playground: every open call as a form, on synthetic people; what was sent and what came back. */
import type { App, Operation, Run, SandboxPerson } from '@dpg/developers/contract'
import {
  Badge,
  Button,
  ButtonLink,
  ButtonRow,
  CodeBlock,
  ErrorSummary,
  errorOf,
  Form,
  type FormError,
  Notice,
  Select,
  StructuredList,
  Table,
  TextField,
  Title,
} from '@dpg/ui'
import { DeveloperPage, type Frame } from '../frame.tsx'
import { anchorOf } from '../open-api.ts'
import { type Fields, fieldOf } from './form.ts'

export const sayOperation = ({ asked: { t } }: Frame, { id, summary }: Pick<Operation, 'id' | 'summary'>): string => {
  const key = `developers.operation.${id}`
  const said = t(key)
  return said === key ? summary : said
}

export interface PlaygroundProps {
  readonly frame: Frame
  readonly operations: readonly Operation[]
  readonly people: readonly SandboxPerson[]
}

export function Playground({ frame, operations, people }: PlaygroundProps) {
  const { t } = frame.asked
  const title = t('developer.play.title')
  return (
    <DeveloperPage frame={frame} title={title} breadcrumb={crumbs(frame)}>
      <Title title={title} lead={t('developer.play.lead')} />
      {[...Map.groupBy(operations, ({ tag }) => tag)].map(([tag, calls]) => (
        <section key={tag} id={tag.replaceAll(' ', '-')}>
          <h2>{tagName(frame, tag)}</h2>
          <Table
            caption={tagName(frame, tag)}
            hideCaption
            rows={calls}
            rowKey={({ id }) => id}
            columns={[
              {
                key: 'call',
                label: t('developer.play.call'),
                isRowHeader: true,
                cell: (call) => <a href={`/developers/playground/${call.id}`}>{sayOperation(frame, call)}</a>,
              },
              {
                key: 'path',
                label: t('developer.play.path'),
                cell: ({ method, path }) => (
                  <code>
                    {method} {path}
                  </code>
                ),
              },
              {
                key: 'needs',
                label: t('developer.play.about'),
                cell: ({ needsPerson }) =>
                  needsPerson ? (
                    <Badge kind="information">{t('developer.play.person')}</Badge>
                  ) : (
                    <Badge kind="gray">{t('developer.play.nobody')}</Badge>
                  ),
              },
            ]}
          />
        </section>
      ))}
      <section id="people">
        <h2>{t('developer.play.people')}</h2>
        <p>{t(people.length > 0 ? 'developer.play.people.text' : 'developer.play.people.none')}</p>
        {people.length > 0 && (
          <Table
            caption={t('developer.play.people')}
            hideCaption
            rows={people}
            rowKey={({ id }) => id}
            columns={[
              { key: 'name', label: t('developer.play.name'), isRowHeader: true, cell: ({ name }) => name },
              { key: 'story', label: t('developer.play.story'), cell: ({ story }) => story },
              { key: 'id', label: 'Dpg-Person', cell: ({ id }) => <code>{id}</code> },
            ]}
          />
        )}
      </section>
    </DeveloperPage>
  )
}

const crumbs = ({ asked: { t } }: Frame, more?: string) => [
  { label: t('developer.portal'), href: '/developers' },
  ...(more
    ? [{ label: t('developer.play.title'), href: '/developers/playground' }, { label: more }]
    : [{ label: t('developer.play.title') }]),
]

const tagName = ({ asked: { t } }: Frame, tag: string) => {
  const said = t(`developer.tag.${tag}`)
  return said === `developer.tag.${tag}` ? tag : said
}

export interface TryProps {
  readonly frame: Frame
  readonly operation: Operation
  readonly fields: Fields
  /** Of whoever is signed in. */
  readonly apps: readonly App[]
  readonly people: readonly SandboxPerson[]
  readonly errors: readonly FormError[]
  readonly run?: Run | undefined
}

export function Try({ frame, operation, fields, apps, people, errors, run }: TryProps) {
  const { t, principal } = frame.asked
  const title = sayOperation(frame, operation)
  return (
    <DeveloperPage frame={frame} title={title} breadcrumb={crumbs(frame, title)} hasErrors={errors.length > 0} isPrivate>
      <Title title={title} over={<code>{`${operation.method} ${operation.path}`}</code>} />
      <ErrorSummary errors={errors} />
      {run && <RunShown frame={frame} run={run} />}
      <section>
        <h2>{t('developer.play.request')}</h2>
        <Form action={`/developers/playground/${operation.id}`}>
          {apps.length > 0 && (
            <Select
              name="app"
              label={t('developer.play.app')}
              hint={t('developer.play.app.hint')}
              placeholder={t('developer.play.app.none')}
              value={fields['app'] ?? apps[0]?.id}
              options={apps.map(({ id, name }) => ({ value: id, label: name }))}
            />
          )}
          {operation.needsPerson && (
            <Select
              name="person"
              label={t('developer.play.as')}
              hint={t('developer.play.as.hint')}
              placeholder={null}
              value={fields['person']}
              options={people.map(({ id, name, story }) => ({ value: id, label: `${name}: ${story}` }))}
            />
          )}
          {operation.parameters.map(({ name, in: where, isRequired, description }) => (
            <TextField
              key={name}
              name={fieldOf(name)}
              label={`${name} (${t(`developer.play.in.${where}`)}${isRequired ? '' : `, ${t('developer.play.optional')}`})`}
              {...(description ? { hint: description } : {})}
              error={errorOf(errors, fieldOf(name))}
              value={fields[fieldOf(name)]}
            />
          ))}
          {operation.body && (
            <TextField
              name="body"
              label={`${t('developer.play.body')} (${operation.body.type})`}
              rows={8}
              error={errorOf(errors, 'body')}
              value={fields['body']}
            />
          )}
          <ButtonRow>
            <Button>{t('developer.play.send')}</Button>
            <ButtonLink href={`/developers/api#${anchorOf(operation.tag)}`} kind="tertiary">
              {t('developer.api.title')}
            </ButtonLink>
          </ButtonRow>
        </Form>
        {principal.kind === 'anonymous' && (
          <p>
            <a href="/developers/apps">{t('developer.play.signIn')}</a>
          </p>
        )}
      </section>
    </DeveloperPage>
  )
}

/** Both sides of one request. */
export function RunShown({ frame, run }: { readonly frame: Frame; readonly run: Run }) {
  const { t } = frame.asked
  const isFine = run.status < 400
  return (
    <section id="answer">
      <h2>{t('developer.play.answer')}</h2>
      <Notice
        kind={isFine ? 'success' : 'danger'}
        title={t('developer.play.came', { status: run.status, ms: run.ms })}
        isAnswer
      />
      <CodeBlock label={t('developer.play.answer')} code={pretty(run.body)} />
      <StructuredList items={Object.entries(run.headers).map(([name, value]) => ({ key: name, value: <code>{value}</code> }))} />
      <CodeBlock label={t('developer.play.curl')} code={run.curl} />
    </section>
  )
}

/** JSON as people read it; anything else as it came. */
function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2)
  } catch {
    return body
  }
}
