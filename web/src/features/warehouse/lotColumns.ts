import i18next from 'i18next';
import { type GridLine, isReference, type LineColumn } from '@/shared/grid';

function isInLots(line: GridLine): boolean {
  return Boolean(line.lot_code) || (isReference(line.item) && line.item.tracks_lots === true);
}

/** The lot of a line: its label is written where goods come in, and shown where they leave. */
export function lotColumns(isInbound: boolean): LineColumn[] {
  const lot = {
    key: 'lot_code',
    title: i18next.t('warehouse:lot.code'),
    width: 90,
    isOptional: true,
    isNeededBy: isInLots,
  };
  const expiry = {
    key: 'expires_on',
    title: i18next.t('warehouse:lot.expiry'),
    width: 104,
    isOptional: true,
    isNeededBy: isInLots,
  };
  if (isInbound)
    return [
      { ...lot, kind: 'text', lengthMax: 64, isPassedByEnter: true },
      { ...expiry, kind: 'date', isPassedByEnter: true },
    ];
  const shown = (key: string) => (line: GridLine) => (typeof line[key] === 'string' ? line[key] : null);
  return [
    { ...lot, kind: 'computed', format: 'text', compute: shown('lot_code') },
    { ...expiry, kind: 'computed', format: 'text', compute: shown('expires_on') },
  ];
}
