/** The only file of this module that speaks SQL. */
import type { OfficialId } from '@dpg/kernel'
import type { Query } from '@dpg/kernel/server'
import type { Official } from './contract.ts'

const COLUMNS = 'id, name, office, agency, roles'

export async function putOfficials(on: Query, officials: readonly Official[]): Promise<void> {
  for (const { id, name, office, agency, roles } of officials)
    await on.query(
      `insert into directory.officials (${COLUMNS}) values ($1, $2, $3, $4, $5)
       on conflict (id) do update set name = $2, office = $3, agency = $4, roles = $5`,
      [id, name, office, agency, roles],
    )
}

export async function findOfficial(on: Query, id: OfficialId): Promise<Official | undefined> {
  const [official] = await on.query<Official>(`select ${COLUMNS} from directory.officials where id = $1`, [id])
  return official
}

export const listOfficials = (on: Query, office: string | null): Promise<Official[]> =>
  on.query<Official>(`select ${COLUMNS} from directory.officials where $1::text is null or office = $1 order by id`, [office])
