import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, AutoComplete, Button, Checkbox, Form, Select } from 'antd';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newIdempotencyKey } from '@/api/headers';
import { useCan } from '@/app/session';
import { errorText } from '@/shared/feedback';
import { attributesQuery, type Item, items } from '../api';
import { axesOf, combinations, readAxis, type TypedAxis, variantOf } from '../variants';
import { VariantMatrix } from './VariantMatrix';

const AXES_MAX = 3;
const VARIANTS_MAX = 500;

/** Colours by sizes: the axes are typed, the missing combinations become items. */
export function VariantsTab({ item }: { item: Item | undefined }) {
  const { t } = useTranslation();
  if (item?.parent_id) return <p className="field-note">{t('catalog:variant.isVariant')}</p>;
  return (
    <>
      <Form.Item name="is_template" valuePropName="checked" extra={t('catalog:variant.hint')}>
        <Checkbox>{t('catalog:variant.isTemplate')}</Checkbox>
      </Form.Item>
      {item?.is_template ? (
        <Matrix item={item} />
      ) : (
        <p className="field-note">{t('catalog:variant.saveFirst')}</p>
      )}
    </>
  );
}

function Matrix({ item }: { item: Item }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const client = useQueryClient();
  const can = useCan();
  const { data: attributes = [] } = useQuery(attributesQuery);
  const [typed, setTyped] = useState<TypedAxis[]>(() => {
    const known = axesOf(item.variants);
    return known.length > 0
      ? known
      : [
          { name: t('catalog:variant.colour'), values: [] },
          { name: t('catalog:variant.size'), values: [] },
        ];
  });
  const key = useRef(newIdempotencyKey());
  const axes = useMemo(
    () =>
      typed
        .filter((axis) => axis.name.trim() !== '' && axis.values.length > 0)
        .map((axis) => readAxis(axis, codesOf(attributes, axis.name))),
    [typed, attributes],
  );
  const count = axes.reduce((product, axis) => product * axis.values.length, axes.length > 0 ? 1 : 0);
  const isTooLarge = count > VARIANTS_MAX;
  const all = isTooLarge || count === 0 ? [] : combinations(axes);
  const missing = all.filter((combination) => !variantOf(item.variants, combination)).length;
  const making = useMutation({
    meta: { silent: true },
    mutationFn: () => items.makeVariants(item.id, axes, key.current),
    onSuccess: async (made) => {
      key.current = newIdempotencyKey();
      message.success(t('catalog:variant.made', { count: made.ids.length }));
      await client.invalidateQueries({ queryKey: ['catalog'] });
    },
    onError: () => {
      key.current = newIdempotencyKey();
    },
  });
  const change = (index: number, patch: Partial<TypedAxis>) =>
    setTyped((before) => before.map((axis, at) => (at === index ? { ...axis, ...patch } : axis)));
  return (
    <div className="variants">
      {typed.map((axis, index) => {
        const known = attributes.find((attribute) => attribute.name === axis.name);
        return (
          // The axes have no identity but their place.
          <div key={index} className="variants-axis">
            <AutoComplete
              aria-label={t('catalog:variant.axis', { number: index + 1 })}
              value={axis.name}
              options={attributes.map((attribute) => ({ value: attribute.name }))}
              onChange={(name) => change(index, { name })}
            />
            <Select
              mode="tags"
              aria-label={t('catalog:variant.values', { axis: axis.name })}
              placeholder={t('catalog:variant.valuesHint')}
              value={axis.values}
              tokenSeparators={[',', '，', '、', ';']}
              options={(known?.values ?? []).map((value) => ({ value: value.name, label: value.name }))}
              onChange={(values: string[]) => change(index, { values })}
            />
            <Button
              type="text"
              icon={<DeleteOutlined />}
              aria-label={t('common:record.removeRow', { row: index + 1 })}
              disabled={typed.length === 1}
              onClick={() => setTyped((before) => before.filter((_, at) => at !== index))}
            />
          </div>
        );
      })}
      {typed.length < AXES_MAX && (
        <Button
          size="small"
          icon={<PlusOutlined />}
          onClick={() => setTyped((before) => [...before, { name: '', values: [] }])}
        >
          {t('catalog:variant.addAxis')}
        </Button>
      )}
      {isTooLarge && (
        <Alert type="warning" showIcon title={t('catalog:variant.tooMany', { limit: VARIANTS_MAX })} />
      )}
      {making.error && <Alert type="error" showIcon role="alert" title={errorText(making.error)} />}
      <VariantMatrix axes={axes} combinations={all} variants={item.variants} />
      {can('catalog.item.create') && (
        <Button
          type="primary"
          disabled={missing === 0}
          loading={making.isPending}
          onClick={() => making.mutate()}
        >
          {t('catalog:variant.make', { count: missing })}
        </Button>
      )}
    </div>
  );
}

function codesOf(
  attributes: readonly { name: string; values: { code: string; name: string }[] }[],
  name: string,
) {
  const found = attributes.find((attribute) => attribute.name === name);
  return new Map((found?.values ?? []).map((value) => [value.name, value.code]));
}
