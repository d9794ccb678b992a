import { Input, Select } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '@/api/client';
import { idempotent, ifMatch } from '@/api/headers';
import type { components } from '@/api/schema';
import { useCan } from '@/app/session';
import { DateField } from '@/shared/document';
import { DecimalInput, decimal } from '@/shared/forms';
import type { ListColumn } from '@/shared/list';
import { Field, MasterPage, StatusField } from '@/shared/master';
import { formatPercent, fractionOf, percentOf } from '@/shared/money';
import type { TaxCode } from '../api';
import { mastersExport } from '../mastersExport';

type TaxCodeIn = components['schemas']['TaxCodeIn'];
/** The rate as people say it: 13, not 0.13. */
type Values = Omit<TaxCodeIn, 'rate'> & { percent: string };

const KINDS = ['standard', 'reduced', 'simplified', 'zero', 'exempt', 'out_of_scope'] as const;

function write({ percent, ...rest }: Values): TaxCodeIn {
  return {
    ...rest,
    rate: fractionOf(percent),
    valid_from: rest.valid_from || null,
    valid_to: rest.valid_to || null,
  };
}

export default function TaxCodesPage() {
  const { t } = useTranslation();
  const can = useCan();
  const columns = useMemo<ListColumn<TaxCode>[]>(
    () => [
      { key: 'code', title: t('common:record.code'), width: 120 },
      { key: 'name', title: t('common:record.name'), width: 180 },
      {
        key: 'rate',
        title: t('catalog:taxCode.rate'),
        kind: 'quantity',
        width: 80,
        render: (row) => formatPercent(row.rate),
      },
      {
        key: 'kind',
        title: t('catalog:taxCode.kind'),
        width: 120,
        render: (row) => t(`catalog:taxKind.${row.kind}`, { defaultValue: row.kind }),
      },
      { key: 'country', title: t('catalog:taxCode.country'), width: 80 },
      { key: 'valid_from', title: t('catalog:taxCode.validFrom'), kind: 'date' },
      { key: 'valid_to', title: t('catalog:taxCode.validTo'), kind: 'date' },
      { key: 'status', title: t('common:record.status'), kind: 'status' },
    ],
    [t],
  );
  return (
    <MasterPage<TaxCode, Values>
      id="catalog.tax-codes"
      title={t('catalog:taxCode.title')}
      noun={t('catalog:taxCode.noun')}
      queryKey={['catalog', 'tax-codes']}
      load={(query, signal) =>
        unwrap(api.GET('/api/v1/catalog/tax-codes', { params: { query: query as never }, signal }))
      }
      columns={columns}
      permissions={{ create: 'catalog.tax_code.manage', update: 'catalog.tax_code.manage' }}
      exportPath={mastersExport('tax-codes', can)}
      blank={() => ({ code: '', name: '', percent: '13', kind: 'standard', country: 'CN', status: 'active' })}
      read={(row) => ({
        code: row.code,
        name: row.name,
        name_en: row.name_en,
        percent: percentOf(row.rate),
        kind: row.kind as TaxCodeIn['kind'],
        country: row.country,
        valid_from: row.valid_from,
        valid_to: row.valid_to,
        status: row.status,
      })}
      create={(values, key) =>
        unwrap(
          api.POST('/api/v1/catalog/tax-codes', { body: write(values), params: { header: idempotent(key) } }),
        )
      }
      replace={(row, values) =>
        unwrap(
          api.PUT('/api/v1/catalog/tax-codes/{tax_code_id}', {
            body: write(values),
            params: { path: { tax_code_id: row.id }, header: ifMatch(row.version) },
          }),
        )
      }
      fields={({ isNew }) => (
        <>
          <Field name="code" label={t('common:record.code')} isRequired>
            <Input maxLength={20} autoFocus={isNew} />
          </Field>
          <Field name="name" label={t('common:record.name')} isRequired>
            <Input maxLength={60} />
          </Field>
          <Field
            name="percent"
            label={t('catalog:taxCode.rate')}
            isRequired
            rules={[decimal()]}
            extra={isNew ? undefined : t('catalog:taxCode.fixed')}
          >
            <DecimalInput suffix="%" disabled={!isNew} />
          </Field>
          <Field name="kind" label={t('catalog:taxCode.kind')}>
            <Select
              disabled={!isNew}
              options={KINDS.map((kind) => ({ value: kind, label: t(`catalog:taxKind.${kind}`) }))}
            />
          </Field>
          <Field name="country" label={t('catalog:taxCode.country')}>
            <Input maxLength={2} disabled={!isNew} />
          </Field>
          <Field name="valid_from" label={t('catalog:taxCode.validFrom')}>
            <DateField allowClear />
          </Field>
          <Field name="valid_to" label={t('catalog:taxCode.validTo')}>
            <DateField allowClear />
          </Field>
          <StatusField isNew={isNew} />
        </>
      )}
    />
  );
}
