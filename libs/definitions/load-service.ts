/** A service folder: service.yaml, cases.yaml and the notice templates. */
import { type Finding, finding } from './findings.ts'
import { NOTICE_FILE, readNotice } from './notice-file.ts'
import { parsePart } from './schema-findings.ts'
import { casesSchema, type ServiceCase } from './schemas/case.ts'
import type { NoticeTemplate } from './schemas/notice.ts'
import { type ServiceFile, serviceSchema } from './schemas/service.ts'
import type { Source, SourceFile } from './source.ts'

export interface LoadedService {
  readonly slug: string
  readonly file: ServiceFile
  readonly cases: readonly ServiceCase[]
  readonly templates: readonly NoticeTemplate[]
}

interface Folder {
  readonly loaded: LoadedService | null
  readonly findings: readonly Finding[]
  readonly written: { readonly service: Source; readonly cases: Source | null }
}

/** Parses the files of one folder; `read` parses YAML and keeps its findings. */
export function readServiceFolder(
  slug: string,
  folder: readonly SourceFile[],
  read: (file: SourceFile) => Source | null,
): Folder {
  const at = (name: string) => folder.find(({ path }) => path === `services/${slug}/${name}`)
  const yaml = at('service.yaml')
  const service = yaml ? read(yaml) : null
  const findings: Finding[] = []
  if (!yaml) findings.push(finding('pack.file', { file: `services/${slug}/service.yaml`, line: 1 }, { file: 'service.yaml' }))
  if (!service) return { loaded: null, findings, written: { service: NOWHERE, cases: null } }

  const parsed = parsePart(serviceSchema, service, [], service.value)
  findings.push(...parsed.findings)
  const casesFile = at('cases.yaml')
  const cases = casesFile ? read(casesFile) : null
  const parsedCases = cases ? parsePart(casesSchema, cases, [], cases.value) : { data: [], findings: [] }
  findings.push(...parsedCases.findings)
  const templates: NoticeTemplate[] = []
  for (const file of folder.filter(({ path }) => NOTICE_FILE.test(path))) {
    const notice = readNotice(file)
    findings.push(...notice.findings)
    if (notice.template) templates.push(notice.template)
  }
  const loaded = parsed.data && { slug, file: parsed.data, cases: parsedCases.data ?? [], templates }
  return { loaded, findings, written: { service, cases } }
}

const NOWHERE: Source = { file: '', value: null, locate: () => ({ file: '', line: 1 }) }
