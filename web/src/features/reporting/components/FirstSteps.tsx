import { CheckCircleFilled, RightOutlined } from '@ant-design/icons';
import { useQueries } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api, unwrap } from '@/api/client';
import { useCan } from '@/app/session';
import { useReachable } from '@/app/useReachable';

const one = { params: { query: { limit: 1 } } };

/** The way from an empty company to the first sale. `filled` asks whether a step has been taken. */
const STEPS = [
  {
    key: 'items',
    path: '/catalog/items',
    permission: 'catalog.item.read',
    filled: () => unwrap(api.GET('/api/v1/catalog/items', one)),
  },
  {
    key: 'suppliers',
    path: '/parties/suppliers',
    permission: 'parties.supplier.read',
    filled: () => unwrap(api.GET('/api/v1/parties/suppliers', one)),
  },
  {
    key: 'customers',
    path: '/parties/customers',
    permission: 'parties.customer.read',
    filled: () => unwrap(api.GET('/api/v1/parties/customers', one)),
  },
  {
    key: 'opening',
    path: '/warehouse/other-receipts/new',
    permission: 'warehouse.stock.read',
    filled: () => unwrap(api.GET('/api/v1/warehouse/stock', one)),
  },
  {
    key: 'purchase',
    path: '/purchasing/orders/new',
    permission: 'purchasing.order.read',
    filled: () => unwrap(api.GET('/api/v1/purchasing/orders', one)),
  },
  {
    key: 'sale',
    path: '/sales/orders/new',
    permission: 'sales.order.read',
    filled: () => unwrap(api.GET('/api/v1/sales/orders', one)),
  },
] as const;

/** What a company without any trade sees: the next step, and those that are done. */
export function FirstSteps() {
  const { t } = useTranslation();
  const can = useCan();
  const reachable = useReachable();
  const steps = STEPS.filter((step) => can(step.permission) && reachable(step.path));
  const answers = useQueries({
    queries: steps.map((step) => ({
      queryKey: ['reporting', 'first-steps', step.key],
      queryFn: async () => (await step.filled()).items.length > 0,
      meta: { silent: true },
    })),
  });
  const next = steps[answers.findIndex((answer) => answer.data === false)]?.key;
  return (
    <section className="panel first-steps" aria-labelledby="first-steps">
      <h2 id="first-steps">{t('reporting:steps.title')}</h2>
      <p>{t('reporting:steps.hint')}</p>
      <ol>
        {steps.map((step, index) => {
          const isDone = answers[index]?.data === true;
          return (
            <li key={step.key} className={step.key === next ? 'is-next' : undefined}>
              <Link to={step.path}>
                <span className="first-steps-mark">{isDone ? <CheckCircleFilled /> : index + 1}</span>
                <span>
                  <strong>{t(`reporting:steps.${step.key}`)}</strong>
                  <small>{t(`reporting:steps.${step.key}Hint`)}</small>
                </span>
                {isDone && <span className="visually-hidden">{t('reporting:steps.done')}</span>}
                <RightOutlined aria-hidden="true" />
              </Link>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
