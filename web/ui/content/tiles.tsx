/** Ways on: a few short links as big targets, side by side. */
export interface Tile {
  readonly label: string
  readonly href: string
  readonly current?: boolean
}

export const Tiles = ({ label, tiles }: { readonly label: string; readonly tiles: readonly Tile[] }) => (
  <ul class="tiles" aria-label={label}>
    {tiles.map((tile) => (
      <li key={tile.href}>
        <a href={tile.href} aria-current={tile.current ? 'true' : undefined}>
          {tile.label}
        </a>
      </li>
    ))}
  </ul>
)
