import { DocumentPage } from '@/shared/document';
import { salesOrder } from '../orderDefinition';

export default function OrderPage() {
  return <DocumentPage definition={salesOrder} />;
}
