/** What one may get by the answers so far. */
import type { Screened } from '@dpg/benefits/contract'
import { textIn, type Translate } from '@dpg/kernel'
import { Badge, Button, Card, CardList, EmptyState, Form, formatNumber, Icon, Money, OutcomeBadge } from '@dpg/ui'
import { PressingRelations } from '../../outlook.tsx'
import { said } from '../words.ts'
import { GROUPS, type Group, type Grouped } from './groups.ts'
import { isAskable } from './questions.ts'
import type { CheckReader, CheckWorld } from './world.ts'

/** So many of each group stand on the first view; so many on a page of one group. */
export const FIRST_FEW = 6
export const GROUP_PAGE = 30

export interface ResultsProps {
  readonly groups: Grouped
  /** One group in full, and its page from 1. */
  readonly open: { readonly group: Group; readonly page: number } | undefined
  readonly carried: Readonly<Record<string, string>>
  readonly world: CheckWorld
  readonly reader: CheckReader
}

export function Results(props: ResultsProps) {
  const { groups, open } = props
  const { t } = props.world
  if (open) return <GroupInFull {...props} open={open} />
  const shown = GROUPS.filter((group) => groups[group].length > 0)
  if (shown.length === 0)
    return (
      <EmptyState title={t('resident.check.nothing')}>
        <p>{t('resident.check.nothing.text')}</p>
      </EmptyState>
    )
  return (
    <>
      {shown.map((group) => (
        <section key={group} aria-labelledby={group}>
          <h2 id={group}>{t(`resident.check.${group}`)}</h2>
          <p>{t(`resident.check.${group}.text`)}</p>
          <Lines {...props} lines={groups[group].slice(0, FIRST_FEW)} label={t(`resident.check.${group}`)} />
          {groups[group].length > FIRST_FEW && <More {...props} group={group} />}
        </section>
      ))}
    </>
  )
}

function More({ groups, group, carried, world }: ResultsProps & { readonly group: Group }) {
  const { t, lang } = world
  const count = formatNumber(groups[group].length, lang)
  return (
    <Form action="/check" carry={carried}>
      <Button name="show" value={group} kind="secondary" size="medium">
        {t('resident.check.showAll', { group: t(`resident.check.${group}.short`), count })}
      </Button>
    </Form>
  )
}

function GroupInFull(props: ResultsProps & { readonly open: { readonly group: Group; readonly page: number } }) {
  const { groups, open, carried } = props
  const { t, lang } = props.world
  const lines = groups[open.group]
  const pages = Math.max(1, Math.ceil(lines.length / GROUP_PAGE))
  const page = Math.min(open.page, pages)
  return (
    <section aria-labelledby={open.group}>
      <h2 id={open.group}>{t(`resident.check.${open.group}`)}</h2>
      <p>{t('resident.check.pageOf', { count: formatNumber(lines.length, lang), page, pages })}</p>
      <Lines
        {...props}
        lines={lines.slice((page - 1) * GROUP_PAGE, page * GROUP_PAGE)}
        label={t(`resident.check.${open.group}`)}
      />
      <Form action="/check" carry={{ ...carried, show: open.group }}>
        <div class="button-row">
          {page > 1 && (
            <Button name="page" value={String(page - 1)} kind="secondary" size="medium">
              {t('ui.pages.previous')}
            </Button>
          )}
          {page < pages && (
            <Button name="page" value={String(page + 1)} kind="secondary" size="medium">
              {t('ui.pages.next')}
            </Button>
          )}
        </div>
      </Form>
      <Form action="/check" carry={carried}>
        <Button kind="tertiary" size="medium" icon="back">
          {t('resident.check.allGroups')}
        </Button>
      </Form>
    </section>
  )
}

interface LineProps extends Pick<ResultsProps, 'world' | 'reader'> {
  /** The fewest changes that would open a service, by its id. */
  readonly remedies?: ReadonlyMap<string, readonly string[]>
}

/** One form for all lines: the answers are carried once, each button names its service. */
export function Lines({
  lines,
  label,
  carried,
  ...props
}: LineProps & Pick<ResultsProps, 'carried'> & { readonly lines: readonly Screened[]; readonly label: string }) {
  return (
    <Form action="/check/why" carry={carried}>
      <CardList label={label} columns={2}>
        {lines.map((line) => (
          <Line key={line.service} line={line} {...props} />
        ))}
      </CardList>
    </Form>
  )
}

function Line({ line, remedies, world, reader }: LineProps & { readonly line: Screened }) {
  const { t, lang } = world
  const service = world.service(line.service)
  const title = service ? textIn(service.title, lang) : line.title
  const met = line.reasons.filter(({ outcome }) => outcome === 'met').slice(0, 3)
  const failed = line.reasons.filter(({ outcome }) => outcome === 'notMet').slice(0, 2)
  const missing = line.outcome === 'unknown' && line.missing.length === 1 ? world.facts.get(line.missing[0]!) : undefined
  return (
    <Card
      title={title}
      href={`/services/${encodeURIComponent(line.service)}`}
      {...(reader.where === 'device' ? { newTab: t('resident.private.newTab') } : {})}
      top={
        <>
          <OutcomeBadge outcome={line.outcome === 'eligible' && line.basis === 'codes' ? 'probably' : line.outcome} />
          {service?.canApply && <Badge kind="primary">{t('resident.mark.applyHere')}</Badge>}
        </>
      }
      facts={amountOf(line, t)}
    >
      <ul class="reasons">
        {met.map(({ criterion, text }) => (
          <li key={criterion}>
            <Icon name="check" /> {text}
          </li>
        ))}
        {failed.map(({ criterion, text }) => (
          <li key={criterion}>
            <Icon name="cross" /> {text}
          </li>
        ))}
        {missing && (
          <li>
            <Icon name="question" /> {said(missing.question ?? missing.title, lang)}
          </li>
        )}
        {remedies?.get(line.service)?.map((change) => (
          <li key={change}>
            <Icon name="arrow" /> {change}
          </li>
        ))}
        <PressingRelations relations={line.relations} />
      </ul>
      {missing && isAskable(missing) && (
        <Button name="change" value={missing.id} formAction="/check" kind="secondary" size="medium">
          {t('resident.check.answerOne')}
          <span class="sr-only">: {title}</span>
        </Button>
      )}
      <Button name="service" value={line.service} kind="tertiary" size="medium">
        {t('resident.check.why')}
        <span class="sr-only">: {title}</span>
      </Button>
    </Card>
  )
}

function amountOf({ amount }: Screened, t: Translate) {
  if (!amount) return []
  if (amount.won !== null) return [[t('resident.check.amount'), <Money key="won" won={amount.won} per={amount.per} />] as const]
  return amount.missingFigures.length > 0
    ? [[t('resident.check.amount'), t('resident.check.amountUnknown', { figures: amount.missingFigures.join(', ') })] as const]
    : []
}
