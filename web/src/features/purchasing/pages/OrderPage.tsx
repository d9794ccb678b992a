import { DocumentPage } from '@/shared/document';
import { purchaseOrder } from '../orderDefinition';

export default function OrderPage() {
  return <DocumentPage definition={purchaseOrder} />;
}
