/** The syntax tree of FEEL. Every node knows where it stands in the text. */

export interface At {
  readonly start: number
  readonly end: number
}

export type BinaryOp = '+' | '-' | '*' | '/' | '**'
export type CompareOp = '=' | '!=' | '<' | '<=' | '>' | '>='

/** A test of the right side of `in`: `< 5`, or any expression (value, list, range). */
export type Test = At & ({ readonly op: CompareOp; readonly value: Expr } | { readonly op: 'in'; readonly value: Expr })

export interface Iterator extends At {
  readonly name: string
  readonly list: Expr
  /** `for i in a..b` */
  readonly to?: Expr
}

/** A type as written. `of`: its parts in `<…>`; `keys` name those of a context, `gives` is the result of a function. */
export interface TypeName {
  readonly name: string
  readonly of?: readonly TypeName[]
  readonly keys?: readonly string[]
  readonly gives?: TypeName
}

export type Expr = At &
  (
    | { readonly k: 'null' }
    | { readonly k: 'boolean'; readonly value: boolean }
    | { readonly k: 'number'; readonly text: string }
    | { readonly k: 'string'; readonly value: string }
    | { readonly k: 'at'; readonly text: string }
    | { readonly k: 'name'; readonly name: string }
    | { readonly k: 'path'; readonly of: Expr; readonly name: string }
    | { readonly k: 'neg'; readonly value: Expr }
    | { readonly k: 'binary'; readonly op: BinaryOp; readonly a: Expr; readonly b: Expr }
    | { readonly k: 'compare'; readonly op: CompareOp; readonly a: Expr; readonly b: Expr }
    | { readonly k: 'and' | 'or'; readonly a: Expr; readonly b: Expr }
    | { readonly k: 'between'; readonly value: Expr; readonly low: Expr; readonly high: Expr }
    | { readonly k: 'in'; readonly value: Expr; readonly tests: readonly Test[] }
    | { readonly k: 'instanceOf'; readonly value: Expr; readonly type: TypeName }
    | { readonly k: 'if'; readonly cond: Expr; readonly yes: Expr; readonly no: Expr }
    | { readonly k: 'for'; readonly iterators: readonly Iterator[]; readonly body: Expr }
    | { readonly k: 'some' | 'every'; readonly iterators: readonly Iterator[]; readonly body: Expr }
    | { readonly k: 'filter'; readonly of: Expr; readonly by: Expr }
    | { readonly k: 'call'; readonly fn: Expr; readonly args: readonly Expr[]; readonly names?: readonly string[] }
    | { readonly k: 'list'; readonly items: readonly Expr[] }
    | { readonly k: 'context'; readonly entries: readonly { readonly key: string; readonly value: Expr }[] }
    | {
        readonly k: 'range'
        readonly low: Expr | undefined
        readonly high: Expr | undefined
        readonly lowIn: boolean
        readonly highIn: boolean
        /** Written as one comparison: `(< 5)`. */
        readonly form?: CompareOp
      }
    | {
        readonly k: 'function'
        readonly params: readonly string[]
        /** The types of the parameters that have one. */
        readonly types: readonly (TypeName | undefined)[]
        readonly body: Expr
      }
  )
