import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import type { components } from '@/api/schema';
import { useCan } from '@/app/session';
import { DocumentPage, documentFilters, documentListColumns, POSTED_STATES } from '@/shared/document';
import { ListPage, type ListQuery } from '@/shared/list';
import { goodsDefinition } from '../goodsDefinition';
import type { GoodsKind } from '../goodsKinds';

type GoodsPage = components['schemas']['GoodsPage'];
type Row = GoodsPage['items'][number];

/** The list of one kind of goods document. */
export function goodsListPage(kind: GoodsKind) {
  const base = `/api/v1/warehouse/${kind.path}`;
  const load = async (query: ListQuery, signal: AbortSignal): Promise<GoodsPage> => {
    // The six addresses differ in the last word only; their types are one and the same.
    const { data } = await api.GET(base as '/api/v1/warehouse/shipments', {
      params: { query: query as never },
      signal,
    });
    return data as GoodsPage;
  };
  return function GoodsListPage() {
    const { t, i18n } = useTranslation();
    const can = useCan();
    // biome-ignore lint/correctness/useExhaustiveDependencies: the titles follow the language
    const columns = useMemo(
      () =>
        documentListColumns<Row>({
          party: kind.party === null ? undefined : t(`warehouse:${kind.party}`),
          warehouse: true,
          amount: kind.isPriced,
          progress: kind.party === null ? [] : ['invoicing'],
        }),
      [t, i18n.language],
    );
    const title = t(`warehouse:${kind.kind}.title`);
    return (
      <ListPage<Row>
        id={`warehouse.${kind.path}`}
        title={title}
        queryKey={['warehouse', kind.path]}
        source={{ mode: 'keyset', load }}
        columns={columns}
        filters={documentFilters(POSTED_STATES, { isMultiple: true, hasInvoicing: kind.party !== null })}
        rowKey={(row) => row.id}
        rowPath={(row) => `/warehouse/${kind.path}/${row.id}`}
        create={
          can(`warehouse.${kind.kind}.create`)
            ? { label: t('warehouse:new', { name: title }), path: `/warehouse/${kind.path}/new` }
            : undefined
        }
        empty={{ title: t('warehouse:none', { name: title }) }}
      />
    );
  };
}

/** The page of one kind of goods document. */
export function goodsDocumentPage(kind: GoodsKind) {
  const definition = goodsDefinition(kind);
  return function GoodsDocumentPage() {
    return <DocumentPage definition={definition} />;
  };
}
