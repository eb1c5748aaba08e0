/** HTTP message signatures (RFC 9421) and digests (RFC 9530), without cryptography of their own: pass in any. */
export { componentValue, type Component } from './components.ts'
export {
  fieldValue,
  SignatureError,
  type Fields,
  type Message,
  type Reason,
  type RequestMessage,
  type ResponseMessage,
} from './message.ts'
export { digestField, readDigests } from './digests.ts'
export type { SignatureParameters } from './parameters.ts'
export { type Expected, type ReadSignature, readSignature } from './read.ts'
export { prepareSignature, type SignatureFields, withSignature } from './signature.ts'
