import { api } from '@/api/client';
import { idempotent, ifMatch } from '@/api/headers';
import type {
  AuditRow,
  DocumentBody,
  DocumentDefinition,
  DocumentDetail,
  PostingPreview,
  VerbInput,
} from './types';

interface Call {
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

type Method = 'GET' | 'POST' | 'PUT';

/** Calls one of the addresses that all documents have in common. Their shapes are the same, only the path differs. */
async function call<T>(method: Method, path: string, options: Call = {}): Promise<T> {
  const { data } = await api.request(method.toLowerCase() as never, path as never, options as never);
  return data as T;
}

interface EndpointOptions<Payload> {
  /** `/api/v1/sales/orders`. */
  base: string;
  /** The body of the API for what stands on the page. */
  write: (body: DocumentBody) => Payload;
  hasPreview?: boolean;
  makingVerbs?: readonly string[];
  /** Field of a body that lets the step pass the credit limit. */
  overrideField?: 'reason' | 'override_reason';
}

type Endpoints<Detail extends DocumentDetail> = Pick<
  DocumentDefinition<Detail>,
  'load' | 'create' | 'replace' | 'act' | 'preview' | 'audit' | 'makingVerbs'
>;

/** Load, save, steps, preview and audit of a document whose API follows the house rules. */
export function documentEndpoints<Detail extends DocumentDetail, Payload>(
  options: EndpointOptions<Payload>,
): Endpoints<Detail> {
  const { base, write } = options;
  return {
    load: (id, signal) => call<Detail>('GET', `${base}/${id}`, { signal }),
    create: (body, key) => call('POST', base, { body: write(body), headers: idempotent(key) }),
    replace: (id, body, version) =>
      call('PUT', `${base}/${id}`, { body: write(body), headers: ifMatch(version) }),
    act: (verb, { id, version, idempotencyKey, ...input }) =>
      call('POST', `${base}/${id}/${verb}`, {
        body: bodyOf(verb, input, options),
        headers: { ...idempotent(idempotencyKey), ...ifMatch(version) },
      }),
    makingVerbs: options.makingVerbs,
    preview: options.hasPreview
      ? (id, signal, overrideReason) =>
          call<PostingPreview>('POST', `${base}/${id}/preview`, {
            body: overridden(overrideReason, options.overrideField),
            signal,
          })
      : undefined,
    audit: (id, signal) => call<{ items: AuditRow[] }>('GET', `${base}/${id}/audit`, { signal }),
  };
}

/** A made document begins as a draft, so that quantities can be corrected before anything is posted. */
function bodyOf(
  verb: string,
  { reason, overrideReason }: VerbInput,
  { makingVerbs = [], overrideField }: Pick<EndpointOptions<never>, 'makingVerbs' | 'overrideField'>,
): object {
  if (makingVerbs.includes(verb)) return { post: false };
  return { ...(reason ? { reason } : {}), ...overridden(overrideReason, overrideField) };
}

function overridden(reason: string | undefined, field: string | undefined): object {
  return reason && field ? { [field]: reason } : {};
}
