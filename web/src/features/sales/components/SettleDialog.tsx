import { Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '@/app/session';
import { AmountField } from '@/shared/document';
import { Amount, big, currencyExponent, formatAmount } from '@/shared/money';
import { type CashAccount, CashAccountSelect } from '@/shared/select';
import { problemOfTendered, settle } from '../directSale';
import './direct-sale.css';

const TENDERED = 'settle-tendered';

export interface Payment {
  tendered: string | null;
  cashAccount: CashAccount | null;
  overrideReason: string;
}

interface SettleDialogProps {
  gross: string;
  currency: string;
  isBusy: boolean;
  /** The customer would owe more than the limit: whoever may let it pass says why. */
  asksReason: boolean;
  onCancel: () => void;
  onPreview: (payment: Payment) => void;
  onConfirm: (payment: Payment) => void;
}

/** What is owed, what is handed over, what is given back. Enter posts goods, invoice and money together. */
export function SettleDialog(props: SettleDialogProps) {
  const { gross, currency, isBusy, asksReason, onCancel, onPreview, onConfirm } = props;
  const { t } = useTranslation();
  const can = useCan();
  const [tendered, setTendered] = useState<string | null>(null);
  const [cashAccount, setCashAccount] = useState<CashAccount | null>(null);
  const [overrideReason, setReason] = useState('');
  const { change, owed } = settle(gross, tendered);
  const isOnAccount = big(owed).gt(0);
  const payment: Payment = { tendered, cashAccount, overrideReason };
  const problem = problemOfTendered(tendered, currencyExponent(currency));
  const confirm = () => !problem && onConfirm(payment);
  return (
    <Modal
      open
      width={420}
      title={t('sales:direct.settle')}
      okText={t('sales:direct.post')}
      okButtonProps={{ loading: isBusy, disabled: problem !== null }}
      onOk={confirm}
      footer={(_, { OkBtn, CancelBtn }) => (
        <>
          <Button disabled={problem !== null} onClick={() => onPreview(payment)}>
            {t('sales:direct.preview')}
          </Button>
          <CancelBtn />
          <OkBtn />
        </>
      )}
      onCancel={onCancel}
      afterOpenChange={(isOpen) => isOpen && document.getElementById(TENDERED)?.focus()}
      destroyOnHidden
    >
      <Form layout="vertical" className="settle" onFinish={confirm}>
        <dl className="settle-sums">
          <dt>{t('sales:direct.due')}</dt>
          <dd>
            <Amount value={gross} currency={currency} symbol strong />
          </dd>
          <dt>{t(isOnAccount ? 'sales:direct.owed' : 'sales:direct.change')}</dt>
          <dd aria-live="polite">
            <Amount value={isOnAccount ? owed : change} currency={currency} symbol strong />
          </dd>
        </dl>
        <Form.Item
          label={t('sales:direct.tendered')}
          htmlFor={TENDERED}
          extra={t('sales:direct.tenderedHint')}
          validateStatus={problem ? 'error' : undefined}
          help={problem ? t(problem) : undefined}
        >
          <AmountField
            id={TENDERED}
            value={tendered}
            currency={currency}
            placeholder={formatAmount(gross, currency)}
            onChange={setTendered}
          />
        </Form.Item>
        {can('finance.cash_account.read') && (
          <Form.Item label={t('sales:direct.account')} htmlFor="settle-account">
            <CashAccountSelect id="settle-account" value={cashAccount} onChange={setCashAccount} />
          </Form.Item>
        )}
        {asksReason && can('sales.credit.override') && (
          <Form.Item label={t('sales:direct.override')} htmlFor="settle-reason">
            <Input
              id="settle-reason"
              maxLength={500}
              value={overrideReason}
              onChange={(event) => setReason(event.target.value)}
            />
          </Form.Item>
        )}
        <button type="submit" className="visually-hidden" tabIndex={-1} aria-hidden="true" />
      </Form>
    </Modal>
  );
}
