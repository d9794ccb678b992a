import { useQuery } from '@tanstack/react-query';
import { Checkbox, Form, Input, Segmented, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { Field } from '@/shared/master';
import { formatPercent } from '@/shared/money';
import { taxCodesQuery } from '@/shared/select';
import { unitsQuery } from '../api';
import { CategorySelect } from './CategorySelect';

/** What an item is: name, code, category, unit, tax. */
export function BasicTab({ isNew }: { isNew: boolean }) {
  const { t } = useTranslation();
  const { data: units = [] } = useQuery(unitsQuery);
  const { data: taxCodes = [] } = useQuery(taxCodesQuery);
  const taxCode = Form.useWatch<string | null>('tax_code_id');
  return (
    <div className="field-grid">
      <Field name="name" label={t('catalog:item.name')} isRequired span={2}>
        <Input maxLength={200} autoFocus={isNew} />
      </Field>
      <Field name="code" label={t('catalog:item.code')}>
        <Input maxLength={60} placeholder={t('common:record.autoCode')} />
      </Field>
      <Field name="specification" label={t('catalog:item.specification')}>
        <Input maxLength={200} />
      </Field>
      <Field name="category_id" label={t('catalog:item.category')}>
        <CategorySelect />
      </Field>
      <Field name="base_unit_id" label={t('catalog:item.baseUnit')} isRequired>
        <Select
          disabled={!isNew}
          showSearch={{ optionFilterProp: 'label' }}
          options={units
            .filter((unit) => unit.status === 'active')
            .map((unit) => ({ value: unit.id, label: unit.name }))}
        />
      </Field>
      <Field
        name="tax_code_id"
        label={t('catalog:item.taxCode')}
        extra={taxCode ? undefined : t('catalog:item.untaxedHint')}
      >
        <Select
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          options={taxCodes.map((code) => ({
            value: code.id,
            label: `${formatPercent(code.rate)} ${code.name}`,
          }))}
        />
      </Field>
      <Field name="brand" label={t('catalog:item.brand')}>
        <Input maxLength={80} />
      </Field>
      <Field name="kind" label={t('catalog:item.kind')}>
        <Segmented
          disabled={!isNew}
          options={(['goods', 'service'] as const).map((kind) => ({
            value: kind,
            label: t(`catalog:kind.${kind}`),
          }))}
        />
      </Field>
      <Form.Item label={t('catalog:item.use')} className="checks">
        <Form.Item name="is_purchased" valuePropName="checked" noStyle>
          <Checkbox>{t('catalog:item.isPurchased')}</Checkbox>
        </Form.Item>
        <Form.Item name="is_sold" valuePropName="checked" noStyle>
          <Checkbox>{t('catalog:item.isSold')}</Checkbox>
        </Form.Item>
      </Form.Item>
      <Field name="name_en" label={t('catalog:item.nameEn')}>
        <Input maxLength={200} />
      </Field>
      <Field name="tax_class_code" label={t('catalog:item.taxClassCode')}>
        <Input maxLength={19} inputMode="numeric" />
      </Field>
      <Field
        name="helper_codes"
        label={t('catalog:item.helperCodes')}
        span={2}
        extra={t('catalog:item.helperHint')}
      >
        <Select mode="tags" open={false} suffixIcon={null} maxCount={20} tokenSeparators={[',', ' ', '，']} />
      </Field>
      <Field name="remark" label={t('catalog:item.remark')} span={4}>
        <Input.TextArea maxLength={2000} autoSize={{ minRows: 2, maxRows: 6 }} />
      </Field>
    </div>
  );
}
