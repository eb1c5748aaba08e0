/** Something to copy: a request, an answer. Scrolls by keyboard. */
export const CodeBlock = ({ label, code }: { readonly label: string; readonly code: string }) => (
  <figure class="code">
    <figcaption>{label}</figcaption>
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1) */}
    <pre tabIndex={0}>
      <code>{code}</code>
    </pre>
  </figure>
)
