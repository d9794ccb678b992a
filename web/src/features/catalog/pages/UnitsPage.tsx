import { Input, InputNumber } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '@/api/client';
import { idempotent, ifMatch } from '@/api/headers';
import type { components } from '@/api/schema';
import { useCan } from '@/app/session';
import type { ListColumn } from '@/shared/list';
import { Field, MasterPage, StatusField } from '@/shared/master';
import type { Unit } from '../api';
import { mastersExport } from '../mastersExport';

type UnitIn = components['schemas']['UnitIn'];

export default function UnitsPage() {
  const { t } = useTranslation();
  const can = useCan();
  const columns = useMemo<ListColumn<Unit>[]>(
    () => [
      { key: 'code', title: t('common:record.code'), width: 110 },
      { key: 'name', title: t('common:record.name'), width: 140 },
      { key: 'name_en', title: t('common:record.nameEn'), width: 140 },
      { key: 'decimals', title: t('catalog:unit.decimals'), kind: 'quantity', width: 100, card: 'detail' },
      { key: 'rec20_code', title: t('catalog:unit.rec20'), width: 130 },
      { key: 'status', title: t('common:record.status'), kind: 'status' },
    ],
    [t],
  );
  return (
    <MasterPage<Unit, UnitIn>
      id="catalog.units"
      title={t('catalog:unit.title')}
      noun={t('catalog:unit.noun')}
      queryKey={['catalog', 'units']}
      load={(query, signal) =>
        unwrap(api.GET('/api/v1/catalog/units', { params: { query: query as never }, signal }))
      }
      columns={columns}
      permissions={{ create: 'catalog.unit.manage', update: 'catalog.unit.manage' }}
      exportPath={mastersExport('units', can)}
      blank={() => ({ code: '', name: '', name_en: '', decimals: 0, rec20_code: '', status: 'active' })}
      read={({ code, name, name_en, decimals, rec20_code, status }) => ({
        code,
        name,
        name_en,
        decimals,
        rec20_code,
        status,
      })}
      create={(body, key) =>
        unwrap(api.POST('/api/v1/catalog/units', { body, params: { header: idempotent(key) } }))
      }
      replace={(row, body) =>
        unwrap(
          api.PUT('/api/v1/catalog/units/{unit_id}', {
            body,
            params: { path: { unit_id: row.id }, header: ifMatch(row.version) },
          }),
        )
      }
      fields={({ isNew }) => (
        <>
          <Field name="code" label={t('common:record.code')} isRequired>
            <Input maxLength={20} autoFocus={isNew} />
          </Field>
          <Field name="name" label={t('common:record.name')} isRequired>
            <Input maxLength={40} />
          </Field>
          <Field name="name_en" label={t('common:record.nameEn')}>
            <Input maxLength={40} />
          </Field>
          <Field name="decimals" label={t('catalog:unit.decimals')} extra={t('catalog:unit.decimalsHint')}>
            <InputNumber min={0} max={6} precision={0} />
          </Field>
          <Field name="rec20_code" label={t('catalog:unit.rec20')}>
            <Input maxLength={3} />
          </Field>
          <StatusField isNew={isNew} />
        </>
      )}
    />
  );
}
