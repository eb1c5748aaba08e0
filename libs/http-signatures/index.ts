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
export * from './signature.ts'
