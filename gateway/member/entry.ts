/** One line of a gateway's journal: who asked whom for what and by which law, and the signatures that prove it. Never a value. */

export interface Entry {
  readonly at: string
  readonly side: 'consumer' | 'provider'
  readonly id: string
  readonly from: string
  readonly to: string
  readonly purpose: string
  readonly law: string
  /** As these two parties name the person. */
  readonly subject?: string | undefined
  readonly user?: string | undefined
  readonly issue?: string | undefined
  readonly method: string
  /** The answer was one that still held good: X-Road-Id of the question that brought it. */
  readonly kept?: string | undefined
  /** `200`; or why it was refused. */
  readonly outcome: number | string
  /** RFC 9530 digests of the sealed question and of the sealed answer. */
  readonly asked: string
  readonly answered?: string | undefined
  /** The other side's signature, as it came. */
  readonly input?: string | undefined
  readonly signature?: string | undefined
}

export const now = (): string => new Date().toISOString()
