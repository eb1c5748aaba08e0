/** Enough of a browser's name for its owner to know it again, and no more. */
const BROWSERS = [
  /\b(Whale)\//,
  /\b(SamsungBrowser)\//,
  /\b(Edg)[A-Za-z]*\//,
  /\b(OPR)\//,
  /\b(Firefox)\//,
  /\b(?:Headless)?(Chrome)\//,
  /\b(Safari)\//,
]
const SYSTEMS = [/\b(iPhone|iPad|Android|Windows|Mac OS X|CrOS|Linux)\b/]
const NAMES: Readonly<Record<string, string>> = {
  Edg: 'Edge',
  OPR: 'Opera',
  SamsungBrowser: 'Samsung Internet',
  'Mac OS X': 'macOS',
  CrOS: 'ChromeOS',
}

/** `Firefox · Windows`; empty when nothing is known. */
export function deviceOf(userAgent: string | null): string {
  const first = (patterns: readonly RegExp[]) => patterns.map((pattern) => pattern.exec(userAgent ?? '')?.[1]).find(Boolean)
  return [first(BROWSERS), first(SYSTEMS)].flatMap((word) => (word ? [NAMES[word] ?? word] : [])).join(' · ')
}
