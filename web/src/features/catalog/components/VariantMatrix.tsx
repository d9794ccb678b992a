import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { StatusTag } from '@/shared/status';
import type { Axis, Item } from '../api';
import { type Combination, variantOf } from '../variants';

interface VariantMatrixProps {
  axes: readonly Axis[];
  combinations: readonly Combination[];
  variants: Item['variants'];
}

/** Two axes as rows and columns, any other number as a list: what exists leads to its item. */
export function VariantMatrix({ axes, combinations, variants }: VariantMatrixProps) {
  const { t } = useTranslation();
  const [rows, columns] = axes;
  if (axes.length === 2 && rows && columns) {
    return (
      // What scrolls must be reachable by keyboard.
      // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
      <section className="variants-matrix" aria-label={t('catalog:variant.matrix')} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">
                {rows.name} / {columns.name}
              </th>
              {columns.values.map((value) => (
                <th key={value.code} scope="col">
                  {value.name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.values.map((row) => (
              <tr key={row.code}>
                <th scope="row">{row.name}</th>
                {columns.values.map((column) => (
                  <td key={column.code}>
                    <Cell
                      variants={variants}
                      combination={{ [rows.name]: row.name, [columns.name]: column.name }}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    );
  }
  return (
    <ul className="variants-list">
      {combinations.map((combination) => (
        <li key={Object.values(combination).join('/')}>
          <span>{Object.values(combination).join(' / ')}</span>
          <Cell variants={variants} combination={combination} />
        </li>
      ))}
    </ul>
  );
}

function Cell({ variants, combination }: { variants: Item['variants']; combination: Combination }) {
  const { t } = useTranslation();
  const variant = variantOf(variants, combination);
  if (!variant) return <span className="variants-missing">{t('catalog:variant.missing')}</span>;
  return (
    <>
      <Link to={`/catalog/items/${variant.id}`}>{variant.code}</Link>
      {variant.status !== 'active' && <StatusTag status={variant.status} />}
    </>
  );
}
