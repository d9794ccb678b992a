import { Input, Switch } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '@/api/client';
import { idempotent, ifMatch } from '@/api/headers';
import type { components } from '@/api/schema';
import type { ListColumn } from '@/shared/list';
import { Field, MasterPage } from '@/shared/master';
import { StatusTag } from '@/shared/status';

type Warehouse = components['schemas']['WarehouseOut'];
type Values = components['schemas']['NewWarehouse'] & { is_active: boolean };

export default function WarehousesPage() {
  const { t } = useTranslation();
  const columns = useMemo<ListColumn<Warehouse>[]>(
    () => [
      { key: 'code', title: t('common:record.code'), width: 120 },
      { key: 'name', title: t('common:record.name'), width: 180 },
      { key: 'address', title: t('warehouse:place.address'), width: 280 },
      { key: 'allow_negative', title: t('warehouse:place.allowNegative'), width: 120 },
      {
        key: 'is_active',
        title: t('common:record.status'),
        width: 100,
        render: (row) => <StatusTag status={row.is_active ? 'active' : 'archived'} />,
      },
    ],
    [t],
  );
  return (
    <MasterPage<Warehouse, Values>
      id="warehouse.warehouses"
      title={t('warehouse:place.title')}
      noun={t('warehouse:place.noun')}
      queryKey={['warehouse', 'warehouses']}
      load={(query, signal) =>
        unwrap(api.GET('/api/v1/warehouse/warehouses', { params: { query: query as never }, signal }))
      }
      columns={columns}
      permissions={{ create: 'stock.warehouse.create', update: 'stock.warehouse.update' }}
      blank={() => ({ code: '', name: '', address: '', allow_negative: false, is_active: true })}
      read={({ code, name, address, allow_negative, is_active }) => ({
        code,
        name,
        address,
        allow_negative,
        is_active,
      })}
      create={({ is_active: _isActive, ...body }, key) =>
        unwrap(api.POST('/api/v1/warehouse/warehouses', { body, params: { header: idempotent(key) } }))
      }
      replace={(row, { code: _code, ...body }) =>
        unwrap(
          api.PUT('/api/v1/warehouse/warehouses/{warehouse_id}', {
            body,
            params: { path: { warehouse_id: row.id } },
            headers: ifMatch(row.version),
          }),
        )
      }
      fields={({ isNew }) => (
        <>
          <Field name="code" label={t('common:record.code')} isRequired>
            <Input maxLength={32} autoFocus={isNew} disabled={!isNew} />
          </Field>
          <Field name="name" label={t('common:record.name')} isRequired>
            <Input maxLength={120} />
          </Field>
          <Field name="address" label={t('warehouse:place.address')}>
            <Input maxLength={250} />
          </Field>
          <Field
            name="allow_negative"
            label={t('warehouse:place.allowNegative')}
            valuePropName="checked"
            extra={t('warehouse:place.negativeHint')}
          >
            <Switch />
          </Field>
          {!isNew && (
            <Field
              name="is_active"
              label={t('common:record.active')}
              valuePropName="checked"
              extra={t('warehouse:place.activeHint')}
            >
              <Switch />
            </Field>
          )}
        </>
      )}
    />
  );
}
