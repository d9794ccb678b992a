import { useQuery } from '@tanstack/react-query';
import { Checkbox, Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '@/api/client';
import { useCan } from '@/app/session';
import { Field } from '@/shared/master';
import type { PartyValues } from '../partyForm';
import { listGroups, type Role } from '../roles';
import { isUscc } from '../uscc';

const TAX_KINDS = ['uscc', 'vat', 'other'] as const;

/** Who it is: names, group, tax id, and how to reach it. */
export function PartyBasicTab({ role, isNew }: { role: Role; isNew: boolean }) {
  const { t } = useTranslation();
  const can = useCan();
  const { data: groups = [] } = useQuery({
    queryKey: ['parties', 'groups', 'list', { role }],
    enabled: can('parties.group.read'),
    queryFn: ({ signal }) => listGroups(role, signal),
  });
  const { data: levels = [] } = useQuery({
    queryKey: ['catalog', 'price-levels', 'list', 'all'],
    enabled: role === 'customer' && can('catalog.item.read'),
    queryFn: async ({ signal }) =>
      (
        await unwrap(
          api.GET('/api/v1/catalog/price-levels', { params: { query: { page_size: 200 } }, signal }),
        )
      ).items,
  });
  const kind = Form.useWatch<PartyValues['tax_id_kind'] | undefined>('tax_id_kind');
  const taxIdRule = {
    validator: async (_: unknown, value: string | undefined) => {
      if (kind === 'uscc' && value?.trim() && !isUscc(value)) throw new Error(t('parties:party.taxIdWrong'));
    },
  };
  const other = role === 'customer' ? 'supplier' : 'customer';
  return (
    <div className="field-grid">
      <Field name="name" label={t('parties:party.name')} isRequired span={2}>
        <Input maxLength={200} autoFocus={isNew} />
      </Field>
      <Field name="code" label={t('common:record.code')}>
        <Input maxLength={60} placeholder={t('common:record.autoCode')} />
      </Field>
      <Field name="short_name" label={t('parties:party.shortName')}>
        <Input maxLength={80} />
      </Field>
      <Field name={`${role}_group_id`} label={t('parties:party.group')}>
        <Select
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          options={groups
            .filter((group) => group.status === 'active')
            .map((group) => ({ value: group.id, label: group.name }))}
        />
      </Field>
      <Field name="tax_id_kind" label={t('parties:party.taxIdKind')}>
        <Select
          allowClear
          options={TAX_KINDS.map((value) => ({ value, label: t(`parties:taxIdKind.${value}`) }))}
        />
      </Field>
      <Field name="tax_id" label={t('parties:party.taxId')} rules={[taxIdRule]}>
        <Input maxLength={30} autoComplete="off" />
      </Field>
      <Field name="country" label={t('parties:party.country')}>
        <Input maxLength={2} />
      </Field>
      <Field name="phone" label={t('parties:party.phone')}>
        <Input maxLength={40} inputMode="tel" />
      </Field>
      <Field
        name="email"
        label={t('parties:party.email')}
        rules={[{ type: 'email', message: t('parties:party.emailWrong') }]}
      >
        <Input maxLength={254} inputMode="email" />
      </Field>
      {role === 'customer' && (
        <Field name="price_level" label={t('parties:party.priceLevel')}>
          <Select
            allowClear
            options={levels
              .filter((level) => level.status === 'active')
              .map((level) => ({ value: level.code, label: level.name }))}
          />
        </Field>
      )}
      <Form.Item name={`is_${other}`} label={t('parties:party.alsoRole')} valuePropName="checked">
        <Checkbox>{t(`parties:${other}.also`)}</Checkbox>
      </Form.Item>
      <Field name="name_en" label={t('common:record.nameEn')}>
        <Input maxLength={200} />
      </Field>
      <Field
        name="helper_codes"
        label={t('parties:party.helperCodes')}
        extra={t('parties:party.helperHint')}
        span={2}
      >
        <Select mode="tags" open={false} suffixIcon={null} maxCount={20} tokenSeparators={[',', ' ', '，']} />
      </Field>
      <Field name="remark" label={t('parties:party.remark')} span={4}>
        <Input.TextArea maxLength={2000} autoSize={{ minRows: 2, maxRows: 6 }} />
      </Field>
    </div>
  );
}
