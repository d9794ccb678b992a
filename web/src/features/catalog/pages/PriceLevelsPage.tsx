import { Input, InputNumber, Switch } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '@/api/client';
import { idempotent, ifMatch } from '@/api/headers';
import type { components } from '@/api/schema';
import { useCan, useCompanyCurrency } from '@/app/session';
import type { ListColumn } from '@/shared/list';
import { CurrencySelect, Field, MasterPage, StatusField } from '@/shared/master';
import type { PriceLevel } from '../api';
import { mastersExport } from '../mastersExport';

type PriceLevelIn = components['schemas']['PriceLevelIn'];

export default function PriceLevelsPage() {
  const { t } = useTranslation();
  const can = useCan();
  const currency = useCompanyCurrency();
  const columns = useMemo<ListColumn<PriceLevel>[]>(
    () => [
      { key: 'code', title: t('common:record.code'), width: 120 },
      { key: 'name', title: t('common:record.name'), width: 180 },
      { key: 'name_en', title: t('common:record.nameEn'), width: 160 },
      { key: 'currency', title: t('catalog:priceLevel.currency'), width: 80 },
      { key: 'tax_included', title: t('catalog:priceLevel.taxIncluded'), width: 90 },
      { key: 'position', title: t('catalog:category.position'), kind: 'quantity', width: 80, card: 'detail' },
      { key: 'status', title: t('common:record.status'), kind: 'status' },
    ],
    [t],
  );
  return (
    <MasterPage<PriceLevel, PriceLevelIn>
      id="catalog.price-levels"
      title={t('catalog:priceLevel.title')}
      noun={t('catalog:priceLevel.noun')}
      queryKey={['catalog', 'price-levels']}
      load={(query, signal) =>
        unwrap(api.GET('/api/v1/catalog/price-levels', { params: { query: query as never }, signal }))
      }
      columns={columns}
      permissions={{ create: 'catalog.price_level.manage', update: 'catalog.price_level.manage' }}
      exportPath={mastersExport('price-levels', can)}
      empty={{ title: t('catalog:priceLevel.none'), hint: t('catalog:priceLevel.noneHint') }}
      blank={() => ({
        code: '',
        name: '',
        name_en: '',
        currency,
        tax_included: false,
        position: 0,
        status: 'active',
      })}
      read={({ code, name, name_en, currency: own, tax_included, position, status }) => ({
        code,
        name,
        name_en,
        currency: own,
        tax_included,
        position,
        status,
      })}
      create={(body, key) =>
        unwrap(api.POST('/api/v1/catalog/price-levels', { body, params: { header: idempotent(key) } }))
      }
      replace={(row, body) =>
        unwrap(
          api.PUT('/api/v1/catalog/price-levels/{price_level_id}', {
            body,
            params: { path: { price_level_id: row.id }, header: ifMatch(row.version) },
          }),
        )
      }
      fields={({ isNew }) => (
        <>
          <Field name="code" label={t('common:record.code')} isRequired>
            <Input maxLength={40} autoFocus={isNew} disabled={!isNew} />
          </Field>
          <Field name="name" label={t('common:record.name')} isRequired>
            <Input maxLength={60} />
          </Field>
          <Field name="name_en" label={t('common:record.nameEn')}>
            <Input maxLength={60} />
          </Field>
          <Field name="currency" label={t('catalog:priceLevel.currency')}>
            <CurrencySelect />
          </Field>
          <Field name="tax_included" label={t('catalog:priceLevel.taxIncluded')} valuePropName="checked">
            <Switch />
          </Field>
          <Field name="position" label={t('catalog:category.position')}>
            <InputNumber min={0} max={1_000_000} precision={0} />
          </Field>
          <StatusField isNew={isNew} />
        </>
      )}
    />
  );
}
