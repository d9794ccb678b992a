import type { TFunction } from 'i18next';
import { type Origin, originName } from '@/shared/document';

/** The summary of an entry: what somebody wrote, or else what kind of document it is; a number alone says nothing. */
export function memoText(memo: string, origin: Origin, t: TFunction): string {
  return memo && memo !== origin.number ? memo : originName(origin, t);
}
