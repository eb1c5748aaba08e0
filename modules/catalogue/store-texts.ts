/** Official texts of services, as the importer brought them: SQL on `texts`. */
import type { Query } from '@dpg/kernel/server'

export type TextPart = 'listed' | 'detail' | 'conditions'

/** A record of the source: label and text, in its order. */
export type Sections = readonly { readonly label: string; readonly text: string }[]

export interface StoredText {
  readonly source: string
  readonly fetchedAt: string
  readonly listed: { readonly sections: Sections; readonly url: string | null } | null
  readonly detail: { readonly sections: Sections } | null
}

export interface TextRow {
  readonly service: string
  readonly value: object
  /** Null leaves what is there. */
  readonly purpose: string | null
}

const COLUMN = { listed: 'listed', detail: 'detail', conditions: 'conditions' } as const satisfies Record<TextPart, string>

/** Writes one part of many services, each once; tells which were added and which changed. The others said it already. */
export async function keepTexts(
  on: Query,
  part: TextPart,
  source: string,
  rows: readonly TextRow[],
  at: string,
): Promise<{ added: string[]; changed: string[] }> {
  const column = COLUMN[part]
  const written = await on.query<{ service: string; isNew: boolean }>(
    `insert into catalogue.texts as t (service, source, fetched_at, ${column}, purpose)
     select service, $1, $2::timestamptz, value, purpose from unnest($3::text[], $4::jsonb[], $5::text[]) as given (service, value, purpose)
     on conflict (service) do update
       set source = excluded.source, fetched_at = excluded.fetched_at, ${column} = excluded.${column}, purpose = coalesce(excluded.purpose, t.purpose)
       where t.${column} is distinct from excluded.${column}
     returning t.service, (xmax = 0) as "isNew"`,
    [source, at, rows.map((row) => row.service), rows.map((row) => JSON.stringify(row.value)), rows.map((row) => row.purpose)],
  )
  const those = (isNew: boolean) => written.filter((row) => row.isNew === isNew).map(({ service }) => service)
  return { added: those(true), changed: those(false) }
}

export async function findText(on: Query, service: string): Promise<StoredText | undefined> {
  const [row] = await on.query<StoredText>(
    'select source, fetched_at as "fetchedAt", listed, detail from catalogue.texts where service = $1',
    [service],
  )
  return row
}

export async function readPurposes(on: Query): Promise<Map<string, string>> {
  const rows = await on.query<{ service: string; purpose: string }>(
    'select service, purpose from catalogue.texts where purpose is not null',
  )
  return new Map(rows.map(({ service, purpose }) => [service, purpose]))
}

/** Changes whenever a text does. */
export async function textsMark(on: Query): Promise<string> {
  const [row] = await on.query<{ mark: string }>(
    "select count(*) || ' ' || coalesce(max(fetched_at)::text, '') as mark from catalogue.texts",
  )
  return row!.mark
}

export async function textServices(on: Query): Promise<string[]> {
  const rows = await on.query<{ service: string }>('select service from catalogue.texts order by service')
  return rows.map(({ service }) => service)
}
