/** Platforms one has handed in, one of them, and those that wait for an administrator. */
import { textIn } from '@dpg/kernel'
import type { Manifest, Plugin } from '@dpg/plugins/contract'
import {
  Badge,
  type BadgeKind,
  Button,
  Card,
  CardList,
  CodeBlock,
  Details,
  EmptyState,
  ErrorSummary,
  Form,
  type FormError,
  Notice,
  StructuredList,
  TextField,
  Title,
} from '@dpg/ui'
import { Decision, Ending } from '../deciding.tsx'
import { DeveloperPage, type Frame } from '../frame.tsx'

const LOOKS: Readonly<Record<Plugin['state'], BadgeKind>> = { new: 'gray', plugged: 'success', unplugged: 'danger' }

const crumbs = ({ asked: { t } }: Frame, ...more: readonly string[]) => [
  { label: t('developer.portal'), href: '/developers' },
  more.length > 0
    ? { label: t('developer.plugins.title'), href: '/developers/plugins' }
    : { label: t('developer.plugins.title') },
  ...more.map((label) => ({ label })),
]

const State = ({ frame: { asked }, plugin }: { readonly frame: Frame; readonly plugin: Plugin }) => (
  <>
    <Badge kind={LOOKS[plugin.state]}>{asked.t(`developer.plugin.state.${plugin.state}`)}</Badge>
    {plugin.latest.state === 'waiting' && <Badge kind="warning">{asked.t('developer.plugin.waiting')}</Badge>}
  </>
)

export interface PluginsPageProps {
  readonly frame: Frame
  readonly mine: readonly Plugin[]
  readonly waiting: readonly Plugin[]
  /** For whoever decides: all that people use. */
  readonly plugged: readonly Plugin[]
  readonly isReviewer: boolean
  readonly typed?: string | undefined
  readonly errors?: readonly FormError[]
}

export function PluginsPage({ frame, mine, waiting, plugged, isReviewer, typed, errors = [] }: PluginsPageProps) {
  const { t } = frame.asked
  const title = t('developer.plugins.title')
  return (
    <DeveloperPage frame={frame} title={title} breadcrumb={crumbs(frame)} hasErrors={errors.length > 0} isPrivate>
      <ErrorSummary errors={errors} />
      <Title title={title} lead={t('developer.plugins.lead')} />
      {isReviewer && <Section frame={frame} title={t('developer.plugins.waiting')} plugins={waiting} />}
      {isReviewer && <Section frame={frame} title={t('developer.plugins.plugged')} plugins={plugged} />}
      <Section frame={frame} title={t('developer.plugins.mine')} plugins={mine} />
      <section>
        <h2>{t('developer.plugins.new')}</h2>
        <p>{t('developer.plugins.newText')}</p>
        <ol>
          {['manifest', 'sign', 'test', 'review', 'go'].map((step) => (
            <li key={step}>{t(`developer.plugins.step.${step}`)}</li>
          ))}
        </ol>
        <Form action="/developers/plugins">
          <TextField
            name="manifest"
            label={t('developer.plugins.manifest')}
            hint={t('developer.plugins.manifestHint')}
            rows={16}
            maxLength={60_000}
            value={typed ?? ''}
            error={errors[0]?.text}
          />
          <Button>{t('developer.plugins.handIn')}</Button>
        </Form>
      </section>
    </DeveloperPage>
  )
}

function Section(props: { readonly frame: Frame; readonly title: string; readonly plugins: readonly Plugin[] }) {
  const { frame, title, plugins } = props
  const { t, lang } = frame.asked
  return (
    <section>
      <h2>{title}</h2>
      {plugins.length === 0 ? (
        <EmptyState title={t('developer.plugins.none')} />
      ) : (
        <CardList columns={2} label={title}>
          {plugins.map((plugin) => (
            <Card
              key={plugin.id}
              title={textIn(plugin.latest.manifest.name, lang)}
              href={`/developers/plugins/${plugin.id}`}
              top={<State frame={frame} plugin={plugin} />}
              text={textIn(plugin.latest.manifest.operator.name, lang)}
            />
          ))}
        </CardList>
      )}
    </section>
  )
}

export interface PluginPageProps {
  readonly frame: Frame
  readonly plugin: Plugin
  readonly issuer: string
  /** Decides: an administrator who did not hand it in. */
  readonly isReviewer: boolean
  readonly factName: (id: string) => string
}

export function PluginPage({ frame, plugin, issuer, isReviewer, factName }: PluginPageProps) {
  const { t, lang } = frame.asked
  const { latest, inForce } = plugin
  const title = textIn(latest.manifest.name, lang)
  const isWaiting = latest.state === 'waiting'
  return (
    <DeveloperPage frame={frame} title={title} breadcrumb={crumbs(frame, title)} isPrivate>
      <Title title={title} over={textIn(latest.manifest.operator.name, lang)} lead={textIn(latest.manifest.summary, lang)}>
        <State frame={frame} plugin={plugin} />
      </Title>
      {plugin.state === 'unplugged' && plugin.reason && (
        <Notice kind="danger" title={t('developer.plugin.unpluggedWhy', { reason: plugin.reason })} />
      )}
      {latest.state === 'refused' && latest.reason && (
        <Notice kind="danger" title={t('developer.plugin.refusedWhy', { reason: latest.reason })} />
      )}
      <section>
        <h2>{t('developer.plugin.use')}</h2>
        <CodeBlock
          label={t('developer.plugin.settings')}
          code={[
            `issuer            ${issuer}`,
            `client_id (test)  ${plugin.testSite}`,
            ...(inForce ? [`client_id         ${plugin.site}`] : []),
            `keyid             ${plugin.id}/{kid}`,
          ].join('\n')}
        />
      </section>
      <section>
        <h2>{t(isWaiting ? 'developer.plugin.asks' : 'developer.plugin.inForce')}</h2>
        <Described
          frame={frame}
          manifest={isWaiting ? latest.manifest : (inForce ?? latest).manifest}
          before={isWaiting ? inForce?.manifest : undefined}
          factName={factName}
        />
        <Details summary={t('developer.plugin.json')}>
          <CodeBlock label={`sha-256 ${latest.hash}`} code={JSON.stringify(latest.manifest, null, 2)} />
        </Details>
      </section>
      {isReviewer && isWaiting && <Decide frame={frame} plugin={plugin} />}
      {plugin.state === 'plugged' && (
        <section>
          <Ending
            action={`/developers/plugins/${plugin.id}/unplug`}
            title={t('developer.plugin.unplug')}
            text={t('developer.plugin.unplugText')}
          >
            <TextField name="reason" label={t('developer.plugin.reason')} maxLength={500} />
          </Ending>
        </section>
      )}
    </DeveloperPage>
  )
}

function Decide({ frame, plugin }: { readonly frame: Frame; readonly plugin: Plugin }) {
  const { t } = frame.asked
  return (
    <section>
      <h2>{t('developer.plugin.decide')}</h2>
      <Decision
        action={`/developers/plugins/${plugin.id}/decision`}
        carry={{ hash: plugin.latest.hash }}
        reason={{ name: 'why', label: t('developer.plugin.why'), hint: t('developer.plugin.whyHint'), optional: true }}
        allow={t('developer.plugin.allow')}
        refuse={t('developer.plugin.refuse')}
      />
    </section>
  )
}

interface DescribedProps {
  readonly frame: Frame
  readonly manifest: Manifest
  /** What is in force meanwhile: what differs from it is marked. */
  readonly before: Manifest | undefined
  readonly factName: (id: string) => string
}

/** What a reviewer has to look at: where it is, what it wants, what it would send. */
function Described({ frame, manifest, before, factName }: DescribedProps) {
  const { t } = frame.asked
  const was = before && new Map(linesOf(frame, before, factName))
  const items = linesOf(frame, manifest, factName).map(([key, lines]) => {
    const isChanged = was !== undefined && was.get(key)?.join('\n') !== lines.join('\n')
    const value = lines.length === 0 ? t('developer.plugin.none') : <Lines lines={lines} />
    return {
      key: t(`developer.plugin.${key}`),
      value,
      ...(isChanged ? { source: <Badge kind="warning">{t('developer.plugin.changed')}</Badge> } : {}),
    }
  })
  return <StructuredList items={items} />
}

const Lines = ({ lines }: { readonly lines: readonly string[] }) =>
  lines.length === 1 ? (
    lines[0]
  ) : (
    <ul>
      {lines.map((one) => (
        <li key={one}>{one}</li>
      ))}
    </ul>
  )

/** By the key of its name, line by line. */
function linesOf(
  { asked: { t, lang } }: Frame,
  { homepage, keys, signOn, facts, notices, catalogue, events, operator, isSensitive }: Manifest,
  factName: (id: string) => string,
): readonly (readonly [key: string, lines: readonly string[]])[] {
  return [
    ['homepage', [homepage]],
    ['contact', [operator.contact]],
    ['keys', keys.map(({ kid, x }) => `${kid}: ${x}`)],
    ['sensitive', [t(isSensitive ? 'developer.plugin.yes' : 'developer.plugin.no')]],
    ['redirects', signOn.redirectUris],
    ['claims', signOn.claims.map(({ claim, why }) => `${claim}: ${why}`)],
    [
      'facts',
      facts.asks.map(
        ({ fact, as, why, law, isNeeded }) =>
          `${factName(fact)} (${as}): ${textIn(why, lang)} · ${law}${isNeeded ? ` · ${t('developer.plugin.needed')}` : ''}`,
      ),
    ],
    ['notices', notices.map(({ title, subject, body }) => [title, subject, body].map((one) => textIn(one, lang)).join(' · '))],
    ['catalogue', catalogue ? [catalogue.feed ?? t('developer.plugin.sent')] : []],
    ['events', events ? [events.to, ...events.kinds] : []],
  ]
}
