export {
  findCustomers,
  findItems,
  findSuppliers,
  type ItemChoice,
  lookUpItem,
  type PartyChoice,
  taxCodesQuery,
  type WarehouseChoice,
  warehousesQuery,
} from './masters';
export { type Choosable, ChoiceLine, RemoteSelect, type RemoteSelectProps } from './RemoteSelect';
export { CustomerSelect, ItemSelect, PartySelect, SupplierSelect, WarehouseSelect } from './selects';
