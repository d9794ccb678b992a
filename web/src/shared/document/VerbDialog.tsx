import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isAboveCredit, OverrideForm } from './CreditOverride';
import { PreviewDrawer } from './PreviewDrawer';
import { ReasonDialog } from './ReasonDialog';
import type { PostingPreview, VerbInput } from './types';
import { verbStyle } from './verbs';

interface VerbDialogProps {
  verb: string;
  /** Some documents ask in words of their own. */
  resource: string;
  number: string;
  isBusy: boolean;
  preview?: (signal: AbortSignal, overrideReason?: string) => Promise<PostingPreview>;
  /** Whether this person may let a customer owe more than the limit. */
  mayOverride: boolean;
  onCancel: () => void;
  onConfirm: (input: VerbInput) => void;
}

/** Between the button and the step: nothing for a harmless one, a question, a reason, or both books as they will be. */
export function VerbDialog(props: VerbDialogProps) {
  const style = verbStyle(props.verb);
  if (style.hasPreview && props.preview) return <PreviewDialog {...props} preview={props.preview} />;
  if (style.asksReason || style.confirms) return <AskDialog {...props} />;
  return <Immediate {...props} />;
}

/** Takes the step at once; as an element, so that all steps are taken in one way. */
function Immediate({ onConfirm }: VerbDialogProps) {
  const isDone = useRef(false);
  useEffect(() => {
    if (isDone.current) return;
    isDone.current = true;
    onConfirm({});
  }, [onConfirm]);
  return null;
}

function AskDialog({ verb, resource, number, isBusy, onCancel, onConfirm }: VerbDialogProps) {
  const { t } = useTranslation();
  const style = verbStyle(verb);
  const label = t(`document:verb.${verb}`, { defaultValue: verb });
  return (
    <ReasonDialog
      title={`${label} ${number}`}
      question={t([`document:ask.${verb}_${resource}`, `document:ask.${verb}`], {
        defaultValue: t('document:ask.other', { verb: label }),
      })}
      okText={label}
      isDanger={style.tone === 'danger'}
      isBusy={isBusy}
      asksReason={style.asksReason ?? false}
      onCancel={onCancel}
      onConfirm={onConfirm}
    />
  );
}

function PreviewDialog({
  verb,
  number,
  isBusy,
  preview,
  mayOverride,
  onCancel,
  onConfirm,
}: VerbDialogProps & { preview: NonNullable<VerbDialogProps['preview']> }) {
  const { t } = useTranslation();
  const label = t(`document:verb.${verb}`, { defaultValue: verb });
  const [overrideReason, setOverrideReason] = useState<string>();
  return (
    <PreviewDrawer
      title={t('document:preview.title', { number, verb: label })}
      subject={[number, overrideReason]}
      preview={(signal) => preview(signal, overrideReason)}
      step={{ label, isBusy, onConfirm: () => onConfirm({ overrideReason }) }}
      remedy={(error) =>
        mayOverride &&
        isAboveCredit(error) && (
          <OverrideForm label={t('document:override.preview')} onGiven={setOverrideReason} />
        )
      }
      onClose={onCancel}
    />
  );
}
