import { OnTheRoad } from '../components/OnTheRoad';

/** Goods that turn round on the road: what returns to the place it left. */
export default function SendBackTransferPage() {
  return <OnTheRoad way="send_back" />;
}
