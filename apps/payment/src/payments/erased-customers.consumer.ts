import { customerErased } from '@waybill/contracts';
import { erasesCustomers } from '@waybill/platform';

export const ErasedCustomersConsumer = erasesCustomers(customerErased, 'payment.customer-erased');
