/** A time-stamp authority of our own, for tests: its certificates and its answers are made here, by RFC 3161 and RFC 5652. */
import { generateKeyPairSync, hash, type KeyObject, randomInt, sign, X509Certificate } from 'node:crypto'
import { children, readInteger, readTlv } from '@dpg/passport/der'
import { bits, explicit, integer, octets, oid, printable, sequence, set, time, tlv } from '@dpg/passport/der/write'

const ECDSA_SHA256 = sequence(oid('1.2.840.10045.4.3.2'))
const SHA256 = sequence(oid('2.16.840.1.101.3.4.2.1'))
const TST_INFO = '1.2.840.113549.1.9.16.1.4'
const YES = tlv(1, Buffer.of(0xff))
const DAY_MS = 86_400_000

export interface Tsa {
  /** What must be trusted, in PEM. */
  readonly trust: string
  /** A TimeStampResp for a TimeStampReq, with something else than it should have where asked for. */
  answer(request: Buffer, change?: TsaChange): Buffer
}

export interface TsaChange {
  readonly at?: number
  readonly imprint?: Buffer
  readonly nonce?: bigint
  readonly status?: number
  readonly isUnnamed?: boolean
}

interface Made {
  readonly certificate: X509Certificate
  readonly key: KeyObject
}

/** `purpose`: the extended key usage of its certificate; `days`: how long that counts, from yesterday. */
export function newTsa({ purpose = '1.3.6.1.5.5.7.3.8', days = 30 } = {}): Tsa {
  const root = make('Test root', undefined, [extension('2.5.29.19', sequence(YES), true)], 3_650)
  const own = make('Test TSA', root, [extension('2.5.29.37', sequence(oid(purpose)), true)], days)
  return {
    trust: root.certificate.toString(),
    answer(request, { at = Date.now(), imprint, nonce, status = 0, isUnnamed = false } = {}) {
      const granted = sequence(integer(status))
      if (status > 1) return sequence(granted)
      const [, asked, stated] = children(readTlv(request))
      const when = tlv(0x18, Buffer.from(`${new Date(at).toISOString().replace(/[-T:]/g, '').slice(0, 14)}Z`))
      const echoed = integer(nonce ?? readInteger(stated))
      const info = sequence(
        integer(1),
        oid('1.3.6.1.4.1.99999.1'),
        imprint ?? asked!.whole,
        integer(randomInt(1, 2 ** 40)),
        when,
        echoed,
      )
      const named = sequence(sequence(sequence(octets(hash('sha256', own.certificate.raw, 'buffer')))))
      const attributes = [
        attribute('1.2.840.113549.1.9.3', oid(TST_INFO)),
        attribute('1.2.840.113549.1.9.4', octets(hash('sha256', info, 'buffer'))),
        ...(isUnnamed ? [] : [attribute('1.2.840.113549.1.9.16.2.47', named)]),
      ].sort(Buffer.compare)
      const signer = sequence(
        integer(1),
        sequence(nameOf('Test root'), serialOf(own.certificate)),
        SHA256,
        tlv(0xa0, ...attributes),
        ECDSA_SHA256,
        octets(sign('sha256', set(...attributes), own.key)),
      )
      const signed = sequence(
        integer(3),
        set(SHA256),
        sequence(oid(TST_INFO), explicit(0, octets(info))),
        tlv(0xa0, own.certificate.raw),
        set(signer),
      )
      return sequence(granted, sequence(oid('1.2.840.113549.1.7.2'), explicit(0, signed)))
    },
  }
}

const attribute = (name: string, value: Buffer): Buffer => sequence(oid(name), set(value))
const extension = (name: string, value: Buffer, isCritical: boolean): Buffer =>
  sequence(oid(name), ...(isCritical ? [YES] : []), octets(value))
const nameOf = (name: string): Buffer => sequence(set(sequence(oid('2.5.4.3'), printable(name))))
const serialOf = ({ serialNumber }: X509Certificate): Buffer => integer(BigInt(`0x${serialNumber}`))

function make(name: string, by: Made | undefined, extensions: readonly Buffer[], days: number): Made {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const from = Date.now() - DAY_MS
  const body = sequence(
    explicit(0, integer(2)),
    integer(randomInt(1, 2 ** 40)),
    ECDSA_SHA256,
    nameOf(by ? 'Test root' : name),
    sequence(time(from), time(from + days * DAY_MS)),
    nameOf(name),
    publicKey.export({ format: 'der', type: 'spki' }),
    explicit(3, sequence(...extensions)),
  )
  const signature = sign('sha256', body, by?.key ?? privateKey)
  return { certificate: new X509Certificate(sequence(body, ECDSA_SHA256, bits(signature))), key: privateKey }
}
