/** `/my/data`: what I have sent to whom, and stopping it. */
import type { Transfer } from '@dpg/mydata/contract'
import {
  Badge,
  Button,
  ButtonLink,
  ButtonRow,
  CardList,
  Card,
  DateText,
  EmptyState,
  Form,
  MomentText,
  Notice,
  Title,
} from '@dpg/ui'
import { type Frame, ResidentPage } from '../../frame.tsx'

export interface DataListProps {
  readonly frame: Frame
  readonly transfers: readonly Transfer[]
  readonly done?: 'stopped' | undefined
}

export function DataList({ frame, transfers, done }: DataListProps) {
  const { t } = frame.asked
  const title = t('resident.my.data.title')
  const active = transfers.filter(({ state }) => state === 'active')
  const over = transfers.filter(({ state }) => state !== 'active')
  return (
    <ResidentPage frame={frame} title={title} isPrivate>
      {done && <Notice kind="success" isAnswer title={t(`resident.my.data.done.${done}`)} />}
      <Title title={title} lead={t('resident.my.data.lead')} />
      <ButtonRow>
        <ButtonLink href="/my/data/give">{t('resident.my.data.new')}</ButtonLink>
      </ButtonRow>
      <section>
        <h2>{t('resident.my.data.active')}</h2>
        {active.length === 0 ? (
          <EmptyState title={t('resident.my.data.none')} />
        ) : (
          <CardList>
            {active.map((one) => (
              <TransferCard key={one.id} one={one} frame={frame} canStop />
            ))}
          </CardList>
        )}
      </section>
      {over.length > 0 && (
        <section>
          <h2>{t('resident.my.data.over')}</h2>
          <CardList>
            {over.map((one) => (
              <TransferCard key={one.id} one={one} frame={frame} />
            ))}
          </CardList>
        </section>
      )}
    </ResidentPage>
  )
}

interface TransferCardProps {
  readonly one: Transfer
  readonly frame: Frame
  readonly canStop?: boolean
}

function TransferCard({ one, frame, canStop }: TransferCardProps) {
  const { t } = frame.asked
  const last = one.deliveries[0]
  return (
    <Card
      title={`${one.receiver.name} · ${one.bundle.title}`}
      href={`/my/data/${one.id}`}
      top={<Badge kind={one.state === 'active' ? 'primary' : 'gray'}>{t(`resident.my.data.state.${one.state}`)}</Badge>}
      facts={[
        [t('resident.my.data.often'), t(`resident.my.data.every.${one.every ?? 'once'}`)],
        [t('resident.my.data.until'), <DateText key="until" day={one.until} />],
        [t('resident.my.data.last'), last ? <MomentText key="last" at={last.at} /> : t('resident.my.data.notYet')],
      ]}
    >
      {canStop && (
        <Form action={`/my/data/${one.id}/stop`}>
          <Button kind="danger" size="medium">
            {t('resident.my.data.stop')}
            <span class="sr-only"> ({one.receiver.name})</span>
          </Button>
        </Form>
      )}
    </Card>
  )
}
