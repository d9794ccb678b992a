import { Checkbox, Form, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { DecimalInput, decimal } from '@/shared/forms';
import { Field } from '@/shared/master';
import type { ItemValues } from '../itemForm';
import { useUnitOptions } from './useUnitOptions';

const METHODS = ['', 'moving_average', 'fifo'] as const;

/** How an item is kept: limits, lots, shelf life, weight and costing. */
export function StockTab({ method }: { method: ItemValues['costing_method'] }) {
  const { t } = useTranslation();
  const unit = useUnitOptions()[0]?.label;
  const kind = Form.useWatch<ItemValues['kind'] | undefined>('kind');
  if (kind === 'service') return <p className="field-note">{t('catalog:item.serviceHasNoStock')}</p>;
  const methods = METHODS.some((known) => known === method) ? METHODS : [...METHODS, method];
  return (
    <div className="field-grid">
      <Field name="min_stock" label={t('catalog:item.minStock')} rules={[decimal()]}>
        <DecimalInput suffix={unit} />
      </Field>
      <Field name="max_stock" label={t('catalog:item.maxStock')} rules={[decimal()]}>
        <DecimalInput suffix={unit} />
      </Field>
      <Field
        name="shelf_life_days"
        label={t('catalog:item.shelfLife')}
        rules={[decimal({ isPositive: true })]}
      >
        <DecimalInput suffix={t('catalog:item.days')} />
      </Field>
      <Field name="costing_method" label={t('catalog:item.costingMethod')}>
        <Select
          options={methods.map((value) => ({
            value,
            label: t(`catalog:method.${value === '' ? 'default' : value}`),
          }))}
        />
      </Field>
      <Field name="weight_kg" label={t('catalog:item.weight')} rules={[decimal()]}>
        <DecimalInput suffix="kg" />
      </Field>
      <Field name="volume_m3" label={t('catalog:item.volume')} rules={[decimal()]}>
        <DecimalInput suffix="m³" />
      </Field>
      <Form.Item label={t('catalog:item.tracking')} className="checks">
        <Form.Item name="tracks_lots" valuePropName="checked" noStyle>
          <Checkbox>{t('catalog:item.tracksLots')}</Checkbox>
        </Form.Item>
        <Form.Item name="tracks_serials" valuePropName="checked" noStyle>
          <Checkbox>{t('catalog:item.tracksSerials')}</Checkbox>
        </Form.Item>
      </Form.Item>
    </div>
  );
}
