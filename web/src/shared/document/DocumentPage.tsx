import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { useStore } from 'zustand';
import { useCan } from '@/app/session';
import { useReachable } from '@/app/useReachable';
import { ErrorPanel, PageSkeleton, useLeaveGuard } from '@/shared/feedback';
import { columnsToRead } from '@/shared/grid';
import { useHotkeys } from '@/shared/hotkeys';
import { isAboveCredit, OverrideDialog } from './CreditOverride';
import { DocActions } from './DocActions';
import { DocHeader } from './DocHeader';
import { Background, Notices } from './DocSections';
import { DocStatusBar } from './DocStatusBar';
import { DocTotals } from './DocTotals';
import { EntryLines } from './EntryLines';
import type { DocumentDefinition, DocumentDetail, VerbInput } from './types';
import { type DocumentState, useDocument } from './useDocument';
import { useStepAfterSaving } from './useStepAfterSaving';
import { VerbDialog } from './VerbDialog';
import { primaryVerb } from './verbs';
import './document.css';

/** The whole page of one document; the address says which: `<listPath>/:id`, with `new` for a new one. */
export function DocumentPage<Detail extends DocumentDetail>({
  definition,
}: {
  definition: DocumentDefinition<Detail>;
}) {
  const { id = 'new' } = useParams();
  // A fresh page per document: nothing of the one before can leak into it.
  return <OneDocument key={`${definition.resource}/${id}`} definition={definition} id={id} />;
}

interface OneDocumentProps<Detail extends DocumentDetail> {
  definition: DocumentDefinition<Detail>;
  id: string;
}

function OneDocument<Detail extends DocumentDetail>({ definition, id }: OneDocumentProps<Detail>) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const can = useCan();
  const state = useDocument(definition, id);
  const { document, store, form } = state;
  const [verb, setVerb] = useState<string | null>(null);
  const [refused, setRefused] = useState<{ verb: string; error: unknown } | null>(null);
  const mayOverride = can('sales.credit.override');
  const take = (step: string, input: VerbInput) =>
    state.act(step, input).catch((error: unknown) => {
      if (mayOverride && isAboveCredit(error)) setRefused({ verb: step, error });
    });
  const columns = useVisibleColumns(definition, state);
  const fields = definition.useFields({ form, isNew: state.isNew, document });
  useEffect(() => store.getState().setColumns(columns), [store, columns]);
  useLeaveGuard(state.isDirty, { keepsDraft: true });

  const forward =
    document && primaryVerb(document.verbs.filter((known) => !definition.hiddenVerbs?.includes(known)));
  useStepAfterSaving(forward, setVerb);
  const reachable = useReachable();
  const followers = ((document && definition.follow?.(document)) ?? []).filter(({ path }) => reachable(path));
  const onward = forward ? undefined : followers.find(({ isPrimary }) => isPrimary);
  const goForward = async () => {
    if (state.isSaving || state.isActing) return;
    if (!state.isNew && !state.isDirty) {
      if (forward) setVerb(forward);
      else if (onward) navigate(onward.path);
      return;
    }
    const savedId = await state.save({ goesForward: true });
    if (savedId !== null && !state.isNew && forward) setVerb(forward);
  };
  const startNew = () => navigate(`${definition.listPath}/new`);
  useHotkeys([
    ...(state.isReadOnly
      ? []
      : [
          {
            id: 'doc.save',
            keys: 'mod+s',
            label: 'document:key.save',
            group: 'document' as const,
            inInputs: true,
            run: () => void state.save(),
          },
        ]),
    {
      id: 'doc.forward',
      keys: 'mod+enter',
      label: 'document:key.forward',
      group: 'document',
      inInputs: true,
      run: () => void goForward(),
    },
    ...(can(definition.permissions.create)
      ? [
          {
            id: 'doc.new',
            keys: 'alt+n',
            label: 'common:key.new',
            group: 'document' as const,
            inInputs: true,
            run: startNew,
          },
        ]
      : []),
  ]);

  if (state.error) return <ErrorPanel error={state.error} onRetry={state.refetch} />;
  if (state.isLoading) return <PageSkeleton rows={12} />;
  return (
    <div className="page document">
      <div className="page-head document-head">
        <DocStatusBar definition={definition} document={document} isDirty={state.isDirty} />
        <div className="page-head-actions">
          <DocActions
            definition={definition}
            state={state}
            onVerb={setVerb}
            onForward={goForward}
            followers={followers}
            onward={onward}
            onNew={can(definition.permissions.create) ? startNew : undefined}
          />
        </div>
      </div>
      <Notices state={state} />
      <section className="panel" aria-label={t('document:header')}>
        <DocHeader
          form={form}
          fields={fields}
          isReadOnly={state.isReadOnly}
          onChange={state.markHeaderChanged}
        />
      </section>
      <section className="panel document-lines" aria-label={t('document:lines')}>
        {definition.Lines ? (
          <definition.Lines
            store={store}
            form={form}
            currency={state.currency}
            isReadOnly={state.isReadOnly}
            document={document}
          />
        ) : (
          <TypedLines definition={definition} state={state} />
        )}
      </section>
      {document && <Background definition={definition} document={document} />}
      {document && verb && (
        <VerbDialog
          key={verb}
          verb={verb}
          resource={definition.resource}
          number={document.number}
          isBusy={state.isActing}
          mayOverride={mayOverride}
          preview={
            definition.preview &&
            ((signal, overrideReason) => definition.preview?.(document.id, signal, overrideReason) as never)
          }
          onCancel={() => setVerb(null)}
          onConfirm={async (input) => {
            await take(verb, input);
            // The next step may have been asked for while the page was being read again.
            setVerb((asked) => (asked === verb ? null : asked));
          }}
        />
      )}
      {refused && (
        <OverrideDialog
          error={refused.error}
          isBusy={state.isActing}
          onCancel={() => setRefused(null)}
          onGiven={async (overrideReason) => {
            setRefused(null);
            await take(refused.verb, { overrideReason });
          }}
        />
      )}
    </div>
  );
}

/** All columns while lines are typed; afterwards those that say something. */
function useVisibleColumns<Detail extends DocumentDetail>(
  definition: DocumentDefinition<Detail>,
  { form, store, currency, document, isReadOnly }: DocumentState<Detail>,
) {
  const columns = definition.useColumns({ form, currency, document });
  // One text, so that typing does not draw the page again.
  const unneeded = useStore(store, ({ byKey }) => {
    const lines = Object.values(byKey);
    return columns
      .filter(({ isNeededBy }) => isNeededBy && !lines.some(isNeededBy))
      .map((column) => column.key)
      .join(' ');
  });
  return useMemo(() => {
    if (!isReadOnly || !document) {
      const left = unneeded.split(' ');
      return columns.filter((column) => !left.includes(column.key));
    }
    const lines = document.lines.map((line, index) => ({ ...definition.readLine(line), key: String(index) }));
    return columnsToRead(columns, lines);
  }, [definition, columns, unneeded, document, isReadOnly]);
}

/** Lines that are typed or scanned, with their totals. */
function TypedLines<Detail extends DocumentDetail>({
  definition,
  state,
}: {
  definition: DocumentDefinition<Detail>;
  state: DocumentState<Detail>;
}) {
  const { store, form, document, currency, isReadOnly } = state;
  return (
    <>
      <EntryLines
        store={store}
        form={form}
        currency={currency}
        scan={definition.scan}
        isReadOnly={isReadOnly}
      />
      {definition.hasTotals !== false && (
        <DocTotals store={store} currency={currency} document={isReadOnly ? document : undefined} />
      )}
    </>
  );
}
