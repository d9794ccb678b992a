import { useQuery } from '@tanstack/react-query';
import { Checkbox, Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { required } from '@/shared/forms';
import { RowsField } from '@/shared/master';
import { unitsQuery } from '../api';
import { parseFactor } from '../factors';
import type { ItemValues } from '../itemForm';
import { useUnitOptions } from './useUnitOptions';

/** Packs with their exact factors, and the barcodes of every unit. */
export function UnitsTab({ isReadOnly }: { isReadOnly: boolean }) {
  const { t } = useTranslation();
  const { data: units = [] } = useQuery(unitsQuery);
  const baseUnit = Form.useWatch<ItemValues['base_unit_id'] | undefined>('base_unit_id');
  const baseName = units.find((unit) => unit.id === baseUnit)?.name ?? '';
  const ownUnits = useUnitOptions();
  const packUnits = units
    .filter((unit) => unit.id !== baseUnit)
    .map((unit) => ({ value: unit.id, label: unit.name }));
  const factorRule = {
    validator: async (_: unknown, value: string) => {
      if (parseFactor(value ?? '') === null) throw new Error(t('catalog:pack.factorWrong'));
    },
  };
  return (
    <>
      <RowsField
        name="packs"
        title={t('catalog:pack.title')}
        hint={t('catalog:pack.hint', { unit: baseName })}
        blank={() => ({ is_purchase_default: false, is_sales_default: false })}
        addLabel={t('catalog:pack.add')}
        isReadOnly={isReadOnly}
        columns={[
          {
            name: 'unit_id',
            label: t('catalog:pack.unit'),
            width: 130,
            rules: [required(t('catalog:pack.unit'))],
            control: (_, label) => (
              <Select aria-label={label} options={packUnits} showSearch={{ optionFilterProp: 'label' }} />
            ),
          },
          {
            name: 'factor',
            label: t('catalog:pack.factor', { unit: baseName }),
            width: 170,
            rules: [factorRule],
            control: (_, label) => <Input aria-label={label} suffix={baseName} inputMode="decimal" />,
          },
          {
            name: 'is_purchase_default',
            label: t('catalog:pack.purchaseDefault'),
            width: 100,
            valuePropName: 'checked',
            control: (_, label) => <Checkbox aria-label={label} />,
          },
          {
            name: 'is_sales_default',
            label: t('catalog:pack.salesDefault'),
            width: 100,
            valuePropName: 'checked',
            control: (_, label) => <Checkbox aria-label={label} />,
          },
        ]}
      />
      <RowsField
        name="barcodes"
        title={t('catalog:barcode.title')}
        blank={() => ({ unit_id: baseUnit ?? null })}
        addLabel={t('catalog:barcode.add')}
        isReadOnly={isReadOnly}
        columns={[
          {
            name: 'code',
            label: t('catalog:barcode.code'),
            width: 260,
            rules: [required(t('catalog:barcode.code'))],
            control: (_, label) => <Input aria-label={label} maxLength={60} autoComplete="off" />,
          },
          {
            name: 'unit_id',
            label: t('catalog:barcode.unit'),
            width: 130,
            control: (_, label) => <Select aria-label={label} options={ownUnits} />,
          },
        ]}
      />
    </>
  );
}
