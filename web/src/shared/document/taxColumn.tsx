import i18next from 'i18next';
import { isReference, isUntaxed, type LineColumn } from '@/shared/grid';
import { formatPercent } from '@/shared/money';

export interface TaxCode {
  id: string;
  code: string;
  rate: string;
  name?: string;
}

/** The tax code, chosen by its rate. */
export function taxColumn(codes: readonly TaxCode[]): LineColumn {
  return {
    key: 'tax_code_id',
    isPassedByEnter: true,
    title: i18next.t('document:column.taxRate'),
    kind: 'choice',
    width: 60,
    widthMin: 52,
    isOptional: true,
    options: () =>
      codes.map((code) => ({
        value: code.id,
        label: `${formatPercent(code.rate)} ${code.name ?? code.code}`,
      })),
    follow: (id) => {
      const code = codes.find((known) => known.id === id);
      return { tax_code: code ? { ...code, name: code.name ?? code.code } : null };
    },
    display: (line) =>
      isReference(line.tax_code) ? (
        <span className="number">{formatPercent(String(line.tax_code.rate ?? ''))}</span>
      ) : isUntaxed(line) ? (
        <span className="grid-quiet">{i18next.t('document:untaxed.cell')}</span>
      ) : null,
  };
}
