import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Form } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';
import { isApiError } from '@/api/errors';
import { newIdempotencyKey } from '@/api/headers';
import { keys } from '@/api/keys';
import { errorText } from '@/shared/feedback';
import { showFormFaults } from '@/shared/forms';

export interface MasterRecord {
  id: string;
  version: number;
  status: string;
}

/** How one kind of master record is read, shown and written. */
export interface RecordDefinition<Detail extends MasterRecord, Values extends object> {
  area: string;
  resource: string;
  listPath: string;
  load: (id: string, signal: AbortSignal) => Promise<Detail>;
  create: (values: Values, idempotencyKey: string) => Promise<{ id: string }>;
  replace: (id: string, values: Values, version: number) => Promise<unknown>;
  setArchived?: (record: Detail, isArchived: boolean) => Promise<unknown>;
  blank: () => Partial<Values>;
  read: (record: Detail) => Partial<Values>;
  /** The values of a new record made after another one: `?from=<id>`. */
  readCopy?: (record: Detail) => Partial<Values>;
}

/** Loads, edits, saves, archives and restores one master record. `id` is `new` for one that does not exist yet. */
export function useRecord<Detail extends MasterRecord, Values extends object>(
  definition: RecordDefinition<Detail, Values>,
  id: string,
) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const [form] = Form.useForm<Values>();
  const [isDirty, setDirty] = useState(false);
  const [problems, setProblems] = useState<string[]>([]);
  const [faultAt, setFaultAt] = useState<(string | number)[] | null>(null);
  const creationKey = useRef(newIdempotencyKey());
  const isNew = id === 'new';
  const source = isNew ? search.get('from') : id;
  const detail = useQuery({
    queryKey: keys.detail(definition.area, definition.resource, source ?? ''),
    enabled: source !== null,
    queryFn: ({ signal }) => definition.load(source ?? '', signal),
  });
  const record = isNew ? undefined : detail.data;

  // The form is filled once per version: what is being typed is never overwritten by a refresh.
  const shown = useRef('');
  useEffect(() => {
    const wanted = isNew ? `new/${detail.data?.id ?? ''}` : record && `${record.id}/${record.version}`;
    if (!wanted || shown.current === wanted) return;
    shown.current = wanted;
    form.resetFields();
    const copy = isNew && detail.data ? (definition.readCopy ?? definition.read)(detail.data) : null;
    form.setFieldsValue((record ? definition.read(record) : (copy ?? definition.blank())) as never);
    setDirty(Boolean(copy));
    setProblems([]);
  });

  const fail = (error: unknown) => {
    if (!isApiError(error)) return setProblems([errorText(error)]);
    if (error.code === 'idempotency_conflict') creationKey.current = newIdempotencyKey();
    const sorted = showFormFaults(form, error);
    setFaultAt(sorted.fields[0]?.name ?? null);
    const marked = t('document:problem.marked', { count: sorted.fields.length });
    setProblems(sorted.general.length > 0 ? sorted.general : [marked]);
  };
  const forget = () => client.invalidateQueries({ predicate: (query) => query.queryKey[1] !== 'session' });
  const saving = useMutation({
    meta: { silent: true },
    mutationFn: async () => {
      const values = form.getFieldsValue(true) as Values;
      if (isNew) return (await definition.create(values, creationKey.current)).id;
      await definition.replace(id, values, record?.version ?? 0);
      return id;
    },
    onSuccess: async (savedId) => {
      setDirty(false);
      setProblems([]);
      message.success(t('document:saved'));
      await forget();
      if (isNew) navigate(`${definition.listPath}/${savedId}`, { replace: true });
    },
    onError: fail,
  });
  const archiving = useMutation({
    mutationFn: async (isArchived: boolean) => {
      if (record) await definition.setArchived?.(record, isArchived);
    },
    onSuccess: async (_, isArchived) => {
      message.success(t(isArchived ? 'common:record.archived' : 'common:record.restored'));
      await forget();
    },
  });
  const save = async () => {
    if (saving.isPending) return;
    try {
      await form.validateFields();
    } catch (refused) {
      const { errorFields = [] } = refused as { errorFields?: { name: (string | number)[] }[] };
      setFaultAt(errorFields[0]?.name ?? null);
      return setProblems([t('document:problem.marked', { count: errorFields.length })]);
    }
    saving.mutate();
  };
  return {
    isNew,
    record,
    form,
    isDirty,
    markDirty: () => setDirty(true),
    problems,
    /** The first field in need of correction, so that its tab can be opened. */
    faultAt,
    error: detail.error,
    isLoading: source !== null && detail.isPending,
    refetch: detail.refetch,
    reload: async () => {
      shown.current = '';
      await detail.refetch();
    },
    save,
    isSaving: saving.isPending,
    setArchived: archiving.mutate,
    isArchiving: archiving.isPending,
  };
}

export type RecordState<Detail extends MasterRecord, Values extends object> = ReturnType<
  typeof useRecord<Detail, Values>
>;
