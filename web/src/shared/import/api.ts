import { api } from '@/api/client';
import type { ImportResult, Inspection, Mapping } from './importing';

/** The addresses that imports of master data have in common; only the last part of the path differs. */
async function upload<T>(path: string, form: FormData): Promise<T> {
  const { data } = await api.request(
    'post',
    path as never,
    {
      body: form as never,
      bodySerializer: (body: unknown) => body as never,
    } as never,
  );
  return data as T;
}

export function inspectFile(base: string, file: File): Promise<Inspection> {
  const form = new FormData();
  form.set('file', file);
  return upload(`${base}/import/inspect`, form);
}

export type ImportMode = 'upsert' | 'create' | 'update';

interface ImportRequest {
  file: File;
  mapping: Mapping;
  mode: ImportMode;
  createsMissing: boolean;
  isDryRun: boolean;
}

export function importFile(base: string, request: ImportRequest): Promise<ImportResult> {
  const form = new FormData();
  form.set('file', request.file);
  form.set('mapping', JSON.stringify(request.mapping));
  form.set('mode', request.mode);
  form.set('dry_run', String(request.isDryRun));
  form.set('create_missing', String(request.createsMissing));
  return upload(`${base}/import`, form);
}
