export * from './columns';
export { DateField } from './DateField';
export { DocumentPage } from './DocumentPage';
export { documentKind, documentPath, registerDocumentKinds } from './kinds';
export { PostingPreviewView } from './PostingPreviewView';
export { RelatedDocuments } from './RelatedDocuments';
export type {
  AuditRow,
  DocumentBody,
  DocumentDefinition,
  DocumentDetail,
  HeaderField,
  HeaderValue,
  HeaderValues,
  PostingPreview,
  RelatedDocument,
} from './types';
