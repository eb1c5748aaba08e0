/** `notices/<id>.<language>.md`: front matter with the subject, then the body in Markdown. */
import { placeholders } from '@dpg/korean/particles'
import { type Finding, finding } from './findings.ts'
import { type NoticeTemplate, noticeTemplateSchema } from './schemas/notice.ts'
import { readYaml, type SourceFile } from './source.ts'

export const NOTICE_FILE = /^services\/[^/]+\/notices\/([\w-]+)\.([a-z]{2})\.md$/

/** Reads one template; `file` is the path in the pack. */
export function readNotice({ path, text }: SourceFile): { template: NoticeTemplate | null; findings: Finding[] } {
  const place = { file: path, line: 1 }
  const [, id, language] = NOTICE_FILE.exec(path) ?? []
  const parts = /^---\r?\n([\s\S]*?)\r?\n---\r?\n?([\s\S]*)$/.exec(text)
  if (!parts) return { template: null, findings: [finding('notice.frontMatter', place)] }
  const { source, findings } = readYaml({ path, text: parts[1]! })
  if (!source) return { template: null, findings: findings.map((f) => ({ ...f, line: f.line + 1 })) }
  const front = source.value as Record<string, unknown> | null
  const body = parts[2]!.trim()
  const whole = `${front?.['subject']}\n${body}`
  const parsed = noticeTemplateSchema.safeParse({ ...front, id, language, body, placeholders: placeholders(whole) })
  if (parsed.success) return { template: parsed.data, findings: [] }
  const issue = parsed.error.issues[0]!
  const problem = `${issue.path.join('.')}: ${issue.message}`
  return { template: null, findings: [finding('notice.value', place, { problem })] }
}
