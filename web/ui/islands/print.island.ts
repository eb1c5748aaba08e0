/** Adds a print button; without script the browser's own menu prints. */
import type { MountIsland } from '../island.tsx'

export const mount: MountIsland = (element, props: { readonly label: string }) => {
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'krds-btn tertiary medium'
  button.textContent = props.label
  button.addEventListener('click', () => window.print())
  element.append(button)
}
