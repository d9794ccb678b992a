import { Input, InputNumber } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api, unwrap } from '@/api/client';
import { idempotent, ifMatch } from '@/api/headers';
import type { components } from '@/api/schema';
import { useCan } from '@/app/session';
import type { ListColumn, ListQuery } from '@/shared/list';
import { Field, MasterPage, StatusField } from '@/shared/master';
import type { Category } from '../api';
import { CategorySelect } from '../components/CategorySelect';
import { mastersExport } from '../mastersExport';
import '../catalog.css';

type CategoryIn = components['schemas']['CategoryIn'];

/** The server sends the whole tree; the page shows a part of it. */
async function loadTree({ q = '', page = '1', page_size: size = '50' }: ListQuery, signal: AbortSignal) {
  const { items } = await unwrap(api.GET('/api/v1/catalog/categories', { signal }));
  const words = q.toLowerCase();
  const found = items.filter((row) => `${row.code} ${row.name} ${row.name_en}`.toLowerCase().includes(words));
  const start = (Number(page) - 1) * Number(size);
  return { items: found.slice(start, start + Number(size)), total: found.length };
}

export default function CategoriesPage() {
  const { t } = useTranslation();
  const can = useCan();
  const columns = useMemo<ListColumn<Category>[]>(
    () => [
      {
        key: 'name',
        title: t('common:record.name'),
        width: 300,
        isFixed: true,
        render: (row) => (
          <>
            {row.depth > 0 && (
              <span className="category-indent" aria-hidden="true">
                {'　'.repeat(row.depth - 1)}└{' '}
              </span>
            )}
            {row.name}
          </>
        ),
      },
      { key: 'code', title: t('common:record.code'), width: 140 },
      { key: 'name_en', title: t('common:record.nameEn'), width: 160 },
      {
        key: 'item_count',
        title: t('catalog:category.items'),
        kind: 'quantity',
        render: (row) =>
          row.item_count > 0 ? (
            <Link to={`/catalog/items?category_id=${row.id}`}>{row.item_count}</Link>
          ) : (
            <span className="category-indent">0</span>
          ),
      },
      { key: 'status', title: t('common:record.status'), kind: 'status' },
    ],
    [t],
  );
  return (
    <MasterPage<Category, CategoryIn>
      id="catalog.categories"
      title={t('catalog:category.title')}
      noun={t('catalog:category.noun')}
      queryKey={['catalog', 'categories']}
      load={loadTree}
      columns={columns}
      permissions={{ create: 'catalog.category.manage', update: 'catalog.category.manage' }}
      exportPath={mastersExport('categories', can)}
      empty={{ title: t('catalog:category.none'), hint: t('catalog:category.noneHint') }}
      blank={() => ({ code: '', name: '', name_en: '', parent_id: null, position: 0, status: 'active' })}
      read={({ code, name, name_en, parent_id, position, status }) => ({
        code,
        name,
        name_en,
        parent_id,
        position,
        status,
      })}
      create={(body, key) =>
        unwrap(api.POST('/api/v1/catalog/categories', { body, params: { header: idempotent(key) } }))
      }
      replace={(row, body) =>
        unwrap(
          api.PUT('/api/v1/catalog/categories/{category_id}', {
            body,
            params: { path: { category_id: row.id }, header: ifMatch(row.version) },
          }),
        )
      }
      fields={({ isNew, row }) => (
        <>
          <Field name="code" label={t('common:record.code')} isRequired>
            <Input maxLength={40} autoFocus={isNew} />
          </Field>
          <Field name="name" label={t('common:record.name')} isRequired>
            <Input maxLength={100} />
          </Field>
          <Field name="parent_id" label={t('catalog:category.parent')}>
            <CategorySelect exceptId={row?.id} />
          </Field>
          <Field name="name_en" label={t('common:record.nameEn')}>
            <Input maxLength={100} />
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
