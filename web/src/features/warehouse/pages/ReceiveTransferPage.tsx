import { OnTheRoad } from '../components/OnTheRoad';

/** The other end of a transfer in two steps: what has arrived. */
export default function ReceiveTransferPage() {
  return <OnTheRoad way="receive" />;
}
