/** One member of a dictionary field (RFC 9651 §3.2) without parsing the rest, where every member is written as we write it. */

const NAME = '[a-z][a-z0-9_-]*'
const ITEM = '"[^"\\\\,()]*"(?:;[a-z]+(?:="[^"\\\\,()]*")?)*'
const PARAMETERS = '(?:;[a-z]+=(?:[0-9]+|"[^"\\\\,]*"))*'
/** `a=("@method" "signature";req;key="b");created=1;keyid="c"` */
export const LIST = new RegExp(`^${NAME}=\\((?:${ITEM}(?: ${ITEM})*)?\\)${PARAMETERS}$`)
/** `a=:AAAA:`, the bytes in the one way they can be written. */
export const BYTES = new RegExp(`^${NAME}=:(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?:$`)

/** What stands behind `name=`. Undefined: it may be there all the same, and the field is to be parsed as a whole. */
export function plainMember(field: string, name: string, shape: RegExp): string | undefined {
  let found: string | undefined
  // No member of such a shape holds a comma: each ends where the next begins.
  for (const member of field.split(', ')) {
    if (!shape.test(member)) return undefined
    if (!member.startsWith(`${name}=`)) continue
    // Of two with one name the last counts, which the parser knows.
    if (found !== undefined) return undefined
    found = member.slice(name.length + 1)
  }
  return found
}
