/** Where documents of a kind are shown, and how the kind is called. Features register theirs through their manifest. */
export interface DocumentKind {
  /** The API noun: `purchase_order`. */
  kind: string;
  /** The path of the list; a document stands at `<path>/<id>`. */
  path: string;
  /** Translation key. */
  label: string;
}

const known = new Map<string, DocumentKind>();

export function registerDocumentKinds(kinds: readonly DocumentKind[]): void {
  for (const kind of kinds) known.set(kind.kind, kind);
}

export function documentKind(kind: string): DocumentKind | undefined {
  return known.get(kind);
}

export function documentPath(kind: string, id: string): string | undefined {
  const found = known.get(kind);
  return found && `${found.path}/${id}`;
}
