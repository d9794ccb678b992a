import { useQuery } from '@tanstack/react-query';
import { Form, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSeesCost } from '@/app/session';
import { DecimalInput, decimal, required } from '@/shared/forms';
import { Field, RowsField } from '@/shared/master';
import { priceLevelsQuery } from '../api';
import type { ItemValues } from '../itemForm';
import { useUnitOptions } from './useUnitOptions';

/** Prices per base unit without tax, and the prices of levels per unit. */
export function PricesTab({ isReadOnly }: { isReadOnly: boolean }) {
  const { t } = useTranslation();
  const seesCost = useSeesCost();
  const units = useUnitOptions();
  const { data: levels = [] } = useQuery(priceLevelsQuery);
  const baseUnit = Form.useWatch<ItemValues['base_unit_id'] | undefined>('base_unit_id');
  const suffix = units[0] ? `/ ${units[0].label}` : undefined;
  const options = levels
    .filter((level) => level.status === 'active')
    .map((level) => ({ value: level.id, label: `${level.name} (${level.currency})` }));
  return (
    <>
      <div className="field-grid">
        {seesCost && (
          <Field name="purchase_price" label={t('catalog:item.purchasePrice')} rules={[decimal()]}>
            <DecimalInput suffix={suffix} />
          </Field>
        )}
        <Field name="sales_price" label={t('catalog:item.salesPrice')} rules={[decimal()]}>
          <DecimalInput suffix={suffix} />
        </Field>
        <Field name="minimum_price" label={t('catalog:item.minimumPrice')} rules={[decimal()]}>
          <DecimalInput suffix={suffix} />
        </Field>
      </div>
      <p className="field-note">{t('catalog:item.priceHint')}</p>
      <RowsField
        name="prices"
        title={t('catalog:levelPrice.title')}
        hint={options.length === 0 ? t('catalog:levelPrice.noLevels') : undefined}
        blank={() => ({ unit_id: baseUnit ?? null })}
        addLabel={t('catalog:levelPrice.add')}
        isReadOnly={isReadOnly || options.length === 0}
        columns={[
          {
            name: 'price_level_id',
            label: t('catalog:levelPrice.level'),
            width: 200,
            rules: [required(t('catalog:levelPrice.level'))],
            control: (_, label) => <Select aria-label={label} options={options} />,
          },
          {
            name: 'unit_id',
            label: t('catalog:levelPrice.unit'),
            width: 130,
            control: (_, label) => <Select aria-label={label} options={units} />,
          },
          {
            name: 'price',
            label: t('catalog:levelPrice.price'),
            width: 150,
            rules: [required(t('catalog:levelPrice.price')), decimal()],
            control: (_, label) => <DecimalInput aria-label={label} />,
          },
        ]}
      />
    </>
  );
}
