import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Form } from 'antd';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';
import { useStore } from 'zustand';
import { isApiError } from '@/api/errors';
import { newIdempotencyKey } from '@/api/headers';
import { keys } from '@/api/keys';
import { useCan, useCompanyCurrency } from '@/app/session';
import { errorText } from '@/shared/feedback';
import { createLineStore, type GridLine, type LinePatch } from '@/shared/grid';
import { sortFaults } from './faults';
import { documentPath } from './kinds';
import { problemOfLines } from './lines';
import type {
  DocumentBody,
  DocumentDefinition,
  DocumentDetail,
  HeaderValues,
  MadeDocument,
  VerbInput,
} from './types';
import { useDraft } from './useDraft';
import { GOES_FORWARD } from './useStepAfterSaving';

const EDITABLE = ['draft', 'rejected'];

/** Loads, edits, saves and moves on one document. `id` is `new` for one that does not exist yet. */
export function useDocument<Detail extends DocumentDetail>(
  definition: DocumentDefinition<Detail>,
  id: string,
) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const client = useQueryClient();
  const navigate = useNavigate();
  const can = useCan();
  const [search] = useSearchParams();
  const isNew = id === 'new';
  const [form] = Form.useForm<HeaderValues>();
  const [headerChanges, setHeaderChanges] = useState(0);
  const [problems, setProblems] = useState<string[]>([]);
  const [isStale, setStale] = useState(false);
  const creationKey = useRef(newIdempotencyKey());
  const companyCurrency = useCompanyCurrency();
  const store = useMemo(
    () =>
      createLineStore({
        columns: [],
        identity: definition.identity,
        blank: () => definition.blankLine(form.getFieldsValue(true)),
      }),
    [definition, form],
  );
  // A yes or no, not the count: the page must not be drawn again on every key.
  const hasLineChanges = useStore(store, (state) => state.changes > 0);

  const detail = useQuery({
    queryKey: keys.detail(definition.area, definition.resource, id),
    enabled: !isNew,
    queryFn: ({ signal }) => definition.load(id, signal),
  });
  const prefill = useQuery({
    queryKey: [definition.area, definition.resource, 'prefill', search.toString()],
    enabled: isNew && Boolean(definition.prefill) && search.size > 0,
    queryFn: ({ signal }) => definition.prefill?.(search, signal) ?? null,
    staleTime: 0,
  });
  const document = isNew ? undefined : detail.data;
  const permission = isNew
    ? definition.permissions.create
    : (definition.permissions.update ?? definition.permissions.create);
  const states = definition.editableStates ?? EDITABLE;
  const isReadOnly = !can(permission) || (!isNew && (!document || !states.includes(document.state)));
  const isDirty = !isReadOnly && (hasLineChanges || headerChanges > 0);

  const fill = (body: DocumentBody, asChange: boolean) => {
    form.resetFields();
    form.setFieldsValue(body.header as never);
    store.getState().load(body.lines, { isDirty: asChange });
    store.getState().setReadOnly(isReadOnly);
    setHeaderChanges(asChange ? 1 : 0);
    setProblems([]);
    setStale(false);
  };
  const draft = useDraft({
    key: `${definition.area}/${definition.resource}/${id}`,
    isDirty,
    version: document?.version ?? null,
    read: () => ({
      header: form.getFieldsValue(true) as HeaderValues,
      lines: plainLines(store.getState().filled()),
    }),
  });

  // A document is put on the page once per version; what is being typed is never overwritten by a refresh.
  const shown = useRef('');
  useEffect(() => {
    const version = isNew
      ? `new/${prefill.data ? 'filled' : ''}`
      : document && `${document.id}/${document.version}/${isReadOnly}`;
    if (!version || shown.current === version) return;
    shown.current = version;
    if (document)
      fill(
        {
          header: definition.readHeader(document),
          lines: document.lines.map((line) => definition.readLine(line)),
        },
        false,
      );
    else fill(prefill.data ?? { header: definition.blankHeader(), lines: [] }, Boolean(prefill.data));
  });

  const body = (): DocumentBody => ({
    header: form.getFieldsValue(true) as HeaderValues,
    lines: plainLines(store.getState().filled()),
  });
  const fail = (error: unknown) => {
    if (!isApiError(error)) return setProblems([errorText(error)]);
    setStale(error.code === 'stale_version');
    if (error.code === 'idempotency_conflict') creationKey.current = newIdempotencyKey();
    const names = Object.keys(form.getFieldsValue(true));
    const fields = store.getState().columns.map((column) => column.key);
    const faults = sortFaults(error, names, fields);
    form.setFields(faults.header as never);
    store.getState().setErrors(faults.lines);
    const sorted = faults.header.length + faults.lines.length;
    setProblems(
      faults.general.length > 0
        ? faults.general
        : sorted > 0
          ? [t('document:problem.marked', { count: sorted })]
          : [errorText(error)],
    );
  };
  // The session is nobody's document, and a preview is of what was: after the step it would be refused.
  const forget = () =>
    client.invalidateQueries({
      predicate: (query) => query.queryKey[1] !== 'session' && query.queryKey[1] !== 'preview',
    });

  /** Saves what is on the page and returns the id; null when something must be corrected first. */
  const save = async (): Promise<string | null> => {
    const valid = await form.validateFields().then(
      () => true,
      () => false,
    );
    const problem = problemOfLines(store, t, definition.mayHaveNoLines);
    if (problem) setProblems([problem]);
    if (valid && problem) store.getState().attend();
    if (!valid || problem) return null;
    try {
      let savedId = id;
      if (isNew) savedId = (await definition.create(body(), creationKey.current)).id;
      else await definition.replace(id, body(), document?.version ?? 0);
      draft.drop();
      store.getState().markSaved();
      setHeaderChanges(0);
      setProblems([]);
      await forget();
      return savedId;
    } catch (error) {
      fail(error);
      return null;
    }
  };
  const saving = useMutation({
    mutationFn: (_: { goesForward?: boolean }) => save(),
    onSuccess: (savedId, { goesForward }) => {
      if (savedId === null) return;
      message.success(t('document:saved'));
      const state = goesForward ? GOES_FORWARD : null;
      if (isNew) navigate(`${definition.listPath}/${savedId}`, { replace: true, state });
    },
  });
  const acting = useMutation({
    meta: { silent: true },
    mutationFn: async ({ verb, input }: { verb: string; input: VerbInput }) => {
      const fresh = await client.fetchQuery({
        queryKey: keys.detail(definition.area, definition.resource, id),
        queryFn: ({ signal }) => definition.load(id, signal),
        staleTime: 0,
      });
      return definition.act(verb, {
        id,
        version: fresh.version,
        idempotencyKey: newIdempotencyKey(),
        ...input,
      });
    },
    onSuccess: async (result, { verb }) => {
      setProblems([]);
      const made = definition.makingVerbs?.includes(verb) ? (result as MadeDocument) : undefined;
      const path = made && documentPath(made.kind, made.id);
      if (path) navigate(path);
      message.success(
        path
          ? t('document:done.made')
          : t(`document:done.${verb}`, { defaultValue: t('document:done.other') }),
      );
      await forget();
    },
    onError: fail,
  });
  const header = Form.useWatch([], form) as HeaderValues | undefined;
  return {
    isNew,
    isReadOnly,
    isDirty,
    document,
    form,
    store,
    header: header ?? {},
    currency: (header && definition.currencyOf?.(header)) || document?.currency || companyCurrency,
    error: detail.error ?? prefill.error,
    isLoading: (!isNew && detail.isPending) || prefill.isLoading,
    refetch: detail.refetch,
    problems,
    /** Somebody else has changed the document: only what they made of it can be gone on with. */
    isStale,
    draft,
    restoreDraft: () => {
      const kept = draft.found;
      if (kept) fill({ header: kept.header, lines: kept.lines }, true);
      draft.settle();
    },
    markHeaderChanged: () => setHeaderChanges((count) => count + 1),
    reload: async () => {
      shown.current = '';
      draft.keep();
      await detail.refetch();
    },
    save: (options: { goesForward?: boolean } = {}) => saving.mutateAsync(options),
    isSaving: saving.isPending,
    act: (verb: string, input: VerbInput = {}) => acting.mutateAsync({ verb, input }),
    isActing: acting.isPending,
  };
}

export type DocumentState<Detail extends DocumentDetail> = ReturnType<typeof useDocument<Detail>>;

function plainLines(lines: readonly GridLine[]): LinePatch[] {
  return lines.map(({ key: _key, ...line }) => line);
}
