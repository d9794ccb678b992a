import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { documentKind, documentPath } from './kinds';

/** What an entry, a move or an open item comes from. */
export interface Origin {
  kind: string;
  id: string;
  number: string;
}

export function originName(origin: Origin, t: TFunction): string {
  const kind = documentKind(origin.kind);
  return kind ? t(kind.label) : t(`document:origin.${origin.kind}`, { defaultValue: origin.kind });
}

/** The document behind a figure; opening balances have no page of their own. */
export function OriginLink({ origin }: { origin: Origin }) {
  const { t } = useTranslation();
  const path = documentPath(origin.kind, origin.id);
  const text = `${originName(origin, t)} ${origin.number}`;
  return path ? <Link to={path}>{text}</Link> : <span>{text}</span>;
}
