/** What stands in more than one place of this portal: a reviewer's yes or no, and the end of something. */
import { Button, ButtonRow, Details, Form, TextField } from '@dpg/ui'
import type { ComponentChildren } from 'preact'

interface DecisionProps {
  /** Where it goes; the button says `decision=allow` or `refuse`. */
  readonly action: string
  /** What was read, so that nothing else is decided about. */
  readonly carry?: Readonly<Record<string, string>>
  readonly reason: { readonly name: string; readonly label: string; readonly hint: string; readonly optional?: boolean }
  readonly allow: string
  readonly refuse: string
}

export const Decision = ({ action, carry = {}, reason, allow, refuse }: DecisionProps) => (
  <Form action={action} carry={carry}>
    <TextField {...reason} maxLength={500} />
    <ButtonRow>
      <Button name="decision" value="allow">
        {allow}
      </Button>
      <Button name="decision" value="refuse" kind="danger">
        {refuse}
      </Button>
    </ButtonRow>
  </Form>
)

interface EndingProps {
  readonly action: string
  /** What the fold and its button are called. */
  readonly title: string
  readonly text: string
  /** What has to be said first. */
  readonly children?: ComponentChildren
}

/** Folded away: nobody ends anything by a slip. */
export const Ending = ({ action, title, text, children }: EndingProps) => (
  <Details summary={title}>
    <p>{text}</p>
    <Form action={action}>
      {children}
      <Button kind="danger" size="medium">
        {title}
      </Button>
    </Form>
  </Details>
)
