/**
 * The answer for everything as JSON bytes. Thousands of catalogue entries come out alike: what they say of their criteria is
 * written once for each way of coming out and copied from then on, byte for byte what JSON.stringify gives.
 */
import type { Lang } from '@dpg/kernel'
import type { ServiceResult } from '@dpg/rules'
import type { Reason, ScreenRequest } from './contract.ts'
import type { Telling } from './engine.ts'
import { inputOf, present, ruling, type ScreenDeps } from './screen.ts'

const encoder = new TextEncoder()
const bytesOf = (text: string): Uint8Array => encoder.encode(text)

/** Pieces written before, by what they say; they go when the release goes. */
interface Pieces {
  readonly heads: Record<Lang, Map<string, Uint8Array>>
  readonly reasons: WeakMap<readonly Reason[], Uint8Array>
  readonly missing: WeakMap<readonly string[], Uint8Array>
  readonly scratch: { all: Uint8Array }
}

const written = new WeakMap<Telling, Pieces>()

function piecesOf(rules: Telling): Pieces {
  const known = written.get(rules) ?? {
    heads: { ko: new Map(), en: new Map() },
    reasons: new WeakMap(),
    missing: new WeakMap(),
    scratch: { all: new Uint8Array(1 << 16) },
  }
  written.set(rules, known)
  return known
}

/** As `screen`, written. Throws what it throws. */
export function screenJson(deps: ScreenDeps, request: ScreenRequest, lang: Lang): Uint8Array {
  const rules = deps.rules(request.asOf)
  const input = inputOf(deps, rules, request)
  const pieces = piecesOf(rules)
  const { counts, results, ask } = ruling(() => rules.engine.screen(input))
  const out = createWriter(pieces.scratch)
  out.text(`{"asOf":${JSON.stringify(input.asOf)},"counts":${JSON.stringify(counts)},"results":[`)
  const words = { lang, t: deps.texts(lang) }
  for (const result of results) writeResult(out, rules, pieces, result, words)
  if (results.length > 0) out.back()
  out.text(`],"ask":${JSON.stringify(ask)}}`)
  return out.done()
}

type Told = Parameters<typeof present>[2]

function writeResult(out: Writer, rules: Telling, pieces: Pieces, result: ServiceResult, words: Told): void {
  const { lang } = words
  if (result.basis === 'law' || result.relations) {
    out.text(`${JSON.stringify(present(rules, result, words))},`)
    return
  }
  const { service, missing } = result
  let head = pieces.heads[lang].get(service)
  if (head === undefined) {
    head = headOf(rules, service, lang)
    pieces.heads[lang].set(service, head)
  }
  out.bytes(head)
  const reasons = rules.reasons(result, lang)
  let said = pieces.reasons.get(reasons)
  if (said === undefined) {
    said = saidOf(result, reasons)
    pieces.reasons.set(reasons, said)
  }
  out.bytes(said)
  let open = pieces.missing.get(missing)
  if (open === undefined) {
    open = bytesOf(`${JSON.stringify(missing)}},`)
    pieces.missing.set(missing, open)
  }
  out.bytes(open)
}

const headOf = (rules: Telling, service: string, lang: Lang): Uint8Array =>
  bytesOf(`{"service":${JSON.stringify(service)},"title":${JSON.stringify(rules.title(service, lang))},"outcome":`)

/** The outcome follows from the reasons, so it is written with them. */
const saidOf = ({ outcome, basis }: ServiceResult, reasons: readonly Reason[]): Uint8Array =>
  bytesOf(`${JSON.stringify(outcome)},"basis":${JSON.stringify(basis)},"reasons":${JSON.stringify(reasons)},"missing":`)

interface Writer {
  text(text: string): void
  bytes(bytes: Uint8Array): void
  /** Takes back the last byte. */
  back(): void
  /** A copy of what was written. */
  done(): Uint8Array
}

const SHORT = 24

/** Writes into `scratch`, which grows and stays for the next answer: memory of some megabytes is slow to come by. */
function createWriter(scratch: { all: Uint8Array }): Writer {
  let { all } = scratch
  let end = 0
  const bytes = (piece: Uint8Array) => {
    if (end + piece.length > all.length) {
      const more = new Uint8Array(Math.max(end + piece.length, all.length * 2))
      more.set(all.subarray(0, end))
      all = more
      scratch.all = more
    }
    // A call costs more than a few bytes do.
    if (piece.length > SHORT) all.set(piece, end)
    else for (let at = 0; at < piece.length; at++) all[end + at] = piece[at]!
    end += piece.length
  }
  const back = () => {
    end--
  }
  return { bytes, text: (text) => bytes(bytesOf(text)), back, done: () => all.slice(0, end) }
}
