import type { TFunction } from 'i18next';
import { documentKind } from '@/shared/document';

export interface Origin {
  kind: string;
  id: string;
  number: string;
}

/** What the document behind an entry is called. */
export function originName(origin: Origin, t: TFunction): string {
  const kind = documentKind(origin.kind);
  return kind ? t(kind.label) : t(`ledger:origin.${origin.kind}`, { defaultValue: origin.kind });
}

/** The summary of an entry: what somebody wrote, or else what kind of document it is; a number alone says nothing. */
export function memoText(memo: string, origin: Origin, t: TFunction): string {
  return memo && memo !== origin.number ? memo : originName(origin, t);
}
