import type { FormInstance, FormRule } from 'antd';
import type { ComponentType, ReactNode } from 'react';
import type { LineColumn, LinePatch, LineStore, Reference } from '@/shared/grid';

/** The shapes every document API shares. Generated types of the rooms fit into these. */
export interface DocumentRef {
  id: string;
  code?: string;
  name: string;
}

export interface DocumentTotals {
  quantity?: string | null;
  net?: string | null;
  tax?: string | null;
  gross?: string | null;
}

export interface DocumentProgress {
  delivery?: string | null;
  invoicing?: string | null;
  settlement?: string | null;
}

export interface RelatedDocument {
  kind: string;
  id: string;
  number: string;
  state: string;
  date: string;
  amount?: string | null;
}

export interface DocumentDetail {
  id: string;
  kind: string;
  number: string;
  state: string;
  business_date: string;
  party?: DocumentRef | null;
  warehouse?: DocumentRef | null;
  currency?: string;
  memo?: string;
  version: number;
  simulated?: boolean;
  totals: DocumentTotals;
  progress: DocumentProgress;
  created_by?: { id: string; name: string };
  created_at?: string;
  posted_at?: string | null;
  reverses_id?: string | null;
  reversed_by_id?: string | null;
  verbs: string[];
  lines: object[];
  related: RelatedDocument[];
}

export interface AuditRow {
  id: string;
  at: string;
  user: { id: string; name: string };
  action: string;
  before?: Record<string, unknown> | null;
  after?: Record<string, unknown> | null;
  reason?: string;
}

export interface PostingPreview {
  moves: { item: DocumentRef; from_location: DocumentRef; to_location: DocumentRef; quantity: string }[];
  entries: {
    ledger: DocumentRef;
    memo: string;
    lines: {
      account: DocumentRef;
      debit: string | null;
      credit: string | null;
      currency: string;
      amount: string | null;
      party?: DocumentRef | null;
      item?: DocumentRef | null;
    }[];
  }[];
}

export type HeaderValue = string | boolean | null | undefined | Reference;
export type HeaderValues = Record<string, HeaderValue>;

export interface HeaderField {
  name: string;
  label: string;
  isRequired?: boolean;
  /** Holds an amount: text that is no number is refused at the field. */
  isAmount?: boolean;
  /** What else must be true, and the fields that are looked at for it. */
  rules?: FormRule[];
  dependsOn?: string[];
  /** Columns of the four that a wide screen has. */
  span?: 1 | 2 | 4;
  /** The control; it gets `value` and `onChange` from the form. */
  control: ReactNode;
  /** What a closed document shows instead; without it the text of the value. */
  show?: (value: HeaderValue) => ReactNode;
}

export interface VerbInput {
  reason?: string;
  /** Why the customer may owe more than the limit. */
  overrideReason?: string;
}

/** A step that leads to another document. */
export interface Follower {
  key: string;
  label: string;
  path: string;
  /** The way forward where the document itself has no step left that goes there. */
  isPrimary?: boolean;
}

/** What a making step answers: the document it has made. */
export interface MadeDocument {
  kind: string;
  id: string;
}

export interface DocumentBody {
  header: HeaderValues;
  lines: LinePatch[];
}

export interface LinesProps<Detail> {
  store: LineStore;
  form: FormInstance;
  currency: string;
  isReadOnly: boolean;
  document?: Detail;
}

/** All that one kind of document tells the page. The page knows documents, the definition knows this one. */
export interface DocumentDefinition<Detail extends DocumentDetail = DocumentDetail> {
  area: string;
  resource: string;
  /** Translation key of its name. */
  title: string;
  /** The path of its list; documents live at `<listPath>/<id>`, a new one at `<listPath>/new`. */
  listPath: string;
  permissions: { create: string; update?: string };
  load: (id: string, signal: AbortSignal) => Promise<Detail>;
  create: (body: DocumentBody, idempotencyKey: string) => Promise<{ id: string }>;
  replace: (id: string, body: DocumentBody, version: number) => Promise<unknown>;
  /** Takes a step of the lifecycle. */
  act: (
    verb: string,
    target: { id: string; version: number; idempotencyKey: string } & VerbInput,
  ) => Promise<unknown>;
  /** Steps that make another document as a draft and open it, such as the goods receipt of an order. */
  makingVerbs?: readonly string[];
  /** Steps that this page does not offer because they need more than a button. */
  hiddenVerbs?: readonly string[];
  /** What posting would write to both books, without writing it. */
  preview?: (id: string, signal: AbortSignal, overrideReason?: string) => Promise<PostingPreview>;
  audit?: (id: string, signal: AbortSignal) => Promise<{ items: AuditRow[] }>;
  /** States in which header and lines can be changed. */
  editableStates?: readonly string[];
  blankHeader: () => HeaderValues;
  readHeader: (document: Detail) => HeaderValues;
  readLine: (line: Detail['lines'][number]) => LinePatch;
  blankLine: (header: HeaderValues) => LinePatch;
  useFields: (context: { form: FormInstance; isNew: boolean; document?: Detail }) => HeaderField[];
  useColumns: (context: { form: FormInstance; currency: string; document?: Detail }) => LineColumn[];
  /** The field of a line without which it does not count. */
  identity?: string;
  /** Resolves a scanned code; null when nobody knows it. */
  scan?: (code: string, header: HeaderValues) => Promise<{ item: Reference; follow: LinePatch } | null>;
  /** A new document made out of another one: `?from=<id>`. */
  prefill?: (search: URLSearchParams, signal: AbortSignal) => Promise<DocumentBody | null>;
  /** Steps that lead to another document, such as the shipment of an order. */
  follow?: (document: Detail) => Follower[];
  currencyOf?: (header: HeaderValues) => string | undefined;
  /** Stands in place of the grid and its totals, where lines are chosen rather than typed. It keeps them in the store. */
  Lines?: ComponentType<LinesProps<Detail>>;
  /** What the way forward of a new document is called, where it is neither submitting nor posting: a text key. */
  saveAndGo?: string;
  /** May be saved without a line, such as a prepayment. */
  mayHaveNoLines?: boolean;
  /** False where quantity, net and tax say nothing and the foot of the grid suffices. */
  hasTotals?: boolean;
  /** Further marks beside the state, such as the match of an invoice. */
  Marks?: ComponentType<{ document: Detail }>;
}
