import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import { idempotent, ifMatch } from '@/api/headers';
import type { components } from '@/api/schema';
import type { ListQuery } from '@/shared/list';

type Schemas = components['schemas'];
export type ItemRow = Schemas['ItemRow'];
export type Item = Schemas['ItemOut'];
export type ItemIn = Schemas['ItemIn'];
export type Unit = Schemas['UnitOut'];
export type Category = Schemas['CategoryOut'];
export type TaxCode = Schemas['TaxCodeOut'];
export type PriceLevel = Schemas['PriceLevelOut'];
export type Axis = Schemas['MatrixIn']['axes'][number];

const everything = { page_size: 200 };

export const unitsQuery = queryOptions({
  queryKey: ['catalog', 'units', 'list', 'all'],
  staleTime: 300_000,
  queryFn: async ({ signal }) =>
    (await unwrap(api.GET('/api/v1/catalog/units', { params: { query: everything }, signal }))).items,
});

export const categoriesQuery = queryOptions({
  queryKey: ['catalog', 'categories', 'list', 'all'],
  staleTime: 300_000,
  queryFn: async ({ signal }) => (await unwrap(api.GET('/api/v1/catalog/categories', { signal }))).items,
});

export const priceLevelsQuery = queryOptions({
  queryKey: ['catalog', 'price-levels', 'list', 'all'],
  staleTime: 300_000,
  queryFn: async ({ signal }) =>
    (await unwrap(api.GET('/api/v1/catalog/price-levels', { params: { query: everything }, signal }))).items,
});

export const attributesQuery = queryOptions({
  queryKey: ['catalog', 'attributes', 'list'],
  queryFn: async ({ signal }) => (await unwrap(api.GET('/api/v1/catalog/attributes', { signal }))).items,
});

export function listItems(query: ListQuery, signal: AbortSignal) {
  return unwrap(api.GET('/api/v1/catalog/items', { params: { query: query as never }, signal }));
}

const at = (id: string) => ({ path: { item_id: id } });

export const items = {
  load: (id: string, signal: AbortSignal) =>
    unwrap(api.GET('/api/v1/catalog/items/{item_id}', { params: at(id), signal })),
  create: (body: ItemIn, key: string) =>
    unwrap(api.POST('/api/v1/catalog/items', { body, params: { header: idempotent(key) } })),
  replace: (id: string, body: ItemIn, version: number) =>
    unwrap(
      api.PUT('/api/v1/catalog/items/{item_id}', {
        body,
        params: { ...at(id), header: ifMatch(version) },
      }),
    ),
  archive: (id: string, version: number) =>
    unwrap(
      api.POST('/api/v1/catalog/items/{item_id}/archive', {
        params: { ...at(id), header: ifMatch(version) as never },
      }),
    ),
  restore: (id: string, version: number) =>
    unwrap(
      api.POST('/api/v1/catalog/items/{item_id}/restore', {
        params: { ...at(id), header: ifMatch(version) as never },
      }),
    ),
  makeVariants: (id: string, axes: Axis[], key: string) =>
    unwrap(
      api.POST('/api/v1/catalog/items/{item_id}/variants', {
        body: { axes },
        params: { ...at(id), header: idempotent(key) },
      }),
    ),
  setPicture: (id: string, picture: File) =>
    unwrap(
      api.PUT('/api/v1/catalog/items/{item_id}/picture', {
        params: at(id),
        body: picture as never,
        bodySerializer: (body) => body as never,
        headers: { 'Content-Type': picture.type },
      }),
    ),
  removePicture: (id: string) =>
    unwrap(api.DELETE('/api/v1/catalog/items/{item_id}/picture', { params: at(id) })),
};
