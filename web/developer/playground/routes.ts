/** `/developers/playground`: choose a call, fill in a form, see both sides. */
import type { Developers, Operation, Run } from '@dpg/developers/contract'
import { Problem } from '@dpg/kernel'
import { type Asked, page, type Route } from '@dpg/kernel/route'
import { type FormError, render } from '@dpg/ui'
import { z } from 'zod'
import type { Frame, FrameAsked } from '../frame.tsx'
import { type Fields, firstFields, isForForm, playForm, requestOf, wrongFields } from './form.ts'
import { Playground, Try } from './pages.tsx'

interface PlaygroundDeps {
  readonly developers: Developers
  readonly isDemo: boolean
}

const params = z.object({ operation: z.string().max(120) })

export function playgroundRoutes({ developers, isDemo }: PlaygroundDeps): Route[] {
  const frameOf = (asked: FrameAsked): Frame => ({ asked, isDemo })
  const offered = () => developers.operations().filter(({ body }) => isForForm(body))
  /** Undefined: there is no such open call. */
  const find = (id: string) => offered().find((one) => one.id === id)
  const overview = async (asked: FrameAsked) => {
    const people = await developers.people(asked.lang)
    return render(Playground({ frame: frameOf(asked), operations: offered(), people }))
  }
  const draw = async (asked: FrameAsked, operation: Operation, fields: Fields, errors: readonly FormError[], run?: Run) => {
    const apps = asked.principal.kind === 'anonymous' ? [] : await developers.apps(asked.principal)
    const people = operation.needsPerson ? await developers.people(asked.lang) : []
    return render(Try({ frame: frameOf(asked), operation, fields, apps, people, errors, run }))
  }
  return [
    page({
      method: 'GET',
      path: '/developers/playground',
      needs: 'public',
      handle: async (asked) => ({ html: await overview(asked) }),
    }),
    page({
      method: 'GET',
      path: '/developers/playground/{operation}',
      needs: 'public',
      params,
      handle: async (asked) => {
        const operation = find(asked.params.operation)
        if (!operation) return { status: 404, html: await overview(asked) }
        return { html: await draw(asked, operation, firstFields(operation), []) }
      },
    }),
    page({
      method: 'POST',
      path: '/developers/playground/{operation}',
      needs: 'public',
      params,
      body: playForm,
      handle: async (asked) => {
        const operation = find(asked.params.operation)
        if (!operation) return { status: 404, html: await overview(asked) }
        const fields = asked.body
        const errors = wrongFields(operation, fields).map(({ field, why }) => ({
          field,
          text: asked.t(`developer.play.wrong.${why}`),
        }))
        if (errors.length > 0) return { status: 422, html: await draw(asked, operation, fields, errors) }
        try {
          const run = await developers.run(asked.principal, requestOf(operation, fields), asked.client, asked.lang)
          return { html: await draw(asked, operation, fields, [], run) }
        } catch (error) {
          return { status: statusOf(error), html: await draw(asked, operation, fields, [{ text: sayProblem(error, asked) }]) }
        }
      },
    }),
  ]
}

const statusOf = (error: unknown): number => (error instanceof Problem ? error.status : 500)

/** Too many tries, an app that is not one's own: said on the same page. */
function sayProblem(error: unknown, { t }: Pick<Asked<never, never, never>, 't'>): string {
  if (!(error instanceof Problem)) throw error
  return t(`problem.${error.type}.detail`, error.values)
}
