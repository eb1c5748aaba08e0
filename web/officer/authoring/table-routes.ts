/** A decision table of a draft as a sheet, and a sheet taken in. */
import { type TableName, tableRefused } from '@dpg/authoring/contract'
import { Problem } from '@dpg/kernel'
import { page, type Route } from '@dpg/kernel/route'
import { type FormError, render } from '@dpg/ui'
import { z } from 'zod'
import type { OfficerContracts } from '../contracts.ts'
import { frameOf } from '../frame.tsx'
import { type Drawn, idOf, said } from './said.ts'
import { TablePage } from './table-page.tsx'

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const tableParams = z.object({ id: z.string().max(60), table: z.string().regex(/^(criteria|steps)\.\d{1,3}$/) })

export const tableRoutes = (contracts: OfficerContracts): Route[] => [
  page({
    method: 'GET',
    path: '/authoring/drafts/{id}/tables/{table}',
    needs: 'official',
    params: tableParams,
    handle: async ({ principal, params, lang }) => {
      const { name, bytes } = await contracts.authoring.tableOut(principal, idOf(params), params.table as TableName, lang)
      return {
        bytes,
        contentType: XLSX,
        headers: { 'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}` },
      }
    },
  }),
  page({
    method: 'GET',
    path: '/authoring/drafts/{id}/tables/{table}/in',
    needs: 'official',
    params: tableParams,
    handle: (asked) => tablePage(contracts, asked, asked.params, []),
  }),
  page({
    method: 'POST',
    path: '/authoring/drafts/{id}/tables/{table}/in',
    needs: 'official',
    params: tableParams,
    maxBytes: 700 * 1024,
    body: z.object({ revision: z.coerce.number().int(), file: z.instanceof(File).optional().catch(undefined) }),
    handle: async (asked) => {
      const { params, body, principal, t } = asked
      if (!body.file || body.file.size === 0)
        return tablePage(contracts, asked, params, [{ field: 'file', text: t('officer.authoring.fileNeeded') }])
      try {
        await contracts.authoring.tableIn(
          principal,
          idOf(params),
          body.revision,
          params.table as TableName,
          new Uint8Array(await body.file.arrayBuffer()),
        )
        return { location: `/authoring/drafts/${params.id}?done=taken` }
      } catch (error) {
        if (!(error instanceof Problem) || error.status >= 500) throw error
        const text = error.type === tableRefused.type ? t(`officer.authoring.refused.${error.values['why']}`) : said(error, asked)
        return tablePage(contracts, asked, params, [{ field: 'file', text }])
      }
    },
  }),
]

async function tablePage(
  contracts: OfficerContracts,
  asked: Drawn,
  { id, table }: z.infer<typeof tableParams>,
  errors: readonly FormError[],
) {
  const [draft, frame] = await Promise.all([
    contracts.authoring.draft(asked.principal, idOf({ id }), asked.lang),
    frameOf(contracts, asked),
  ])
  return {
    status: errors.length > 0 ? 422 : 200,
    html: render(TablePage({ frame, policy: contracts.policy, draft, table: table as TableName, errors, actKey: '' })),
  }
}
