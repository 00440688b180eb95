/**
 * Stripe's payment methods for tests, and how payments with each of them end. Those marked "sandbox only" do not exist at Stripe.
 *
 * Bank debits are simplified. At Stripe they cannot be authorized and captured later, and settle days after. Here they are authorized at
 * once and captured like a card, so that all methods have the same steps.
 */
export interface TestMethod {
  type: 'card' | 'us_bank_account' | 'sepa_debit' | 'link';
  details: Record<string, unknown>;
  outcome: Outcome;
  /** How refunds end; by default they succeed at once. */
  refunds?: 'pending' | 'failed';
}

export type Outcome =
  { kind: 'approved' } | { kind: 'authentication-required' } | ({ kind: 'declined' } & Decline);

export interface Decline {
  code: string;
  declineCode: string;
  message: string;
}

export const authenticationDecline: Decline = {
  code: 'authentication_required',
  declineCode: 'authentication_required',
  message: 'Your card was declined. This transaction requires authentication.',
};

const approved: Outcome = { kind: 'approved' };

function declined(declineCode: string, message: string, code = 'card_declined'): Outcome {
  return { kind: 'declined', code, declineCode, message };
}

function card(
  brand: string,
  last4: string,
  outcome = approved,
  more: Record<string, unknown> = {},
): TestMethod {
  const network = brand;
  const year = 2040;
  const details = {
    brand,
    last4,
    country: 'US',
    exp_month: 12,
    exp_year: year,
    funding: 'credit',
    network,
    wallet: null,
  };
  return { type: 'card', details: { ...details, ...more }, outcome };
}

function usBank(last4: string, outcome = approved): TestMethod {
  const details = {
    account_holder_type: 'individual',
    account_type: 'checking',
    bank_name: 'STRIPE TEST BANK',
  };
  return { type: 'us_bank_account', details: { ...details, last4, routing_number: '110000000' }, outcome };
}

function sepa(last4: string, outcome = approved): TestMethod {
  return { type: 'sepa_debit', details: { bank_code: '37040044', country: 'DE', last4 }, outcome };
}

const bankDecline = 'payment_method_provider_decline';
const generic = declined('generic_decline', 'Your card was declined.');
const insufficient = declined('insufficient_funds', 'Your card has insufficient funds.');
const fraudulent = declined('fraudulent', 'Your card was declined.');
const authentication: Outcome = { kind: 'authentication-required' };
const wallet = (type: string) => ({ wallet: { type, dynamic_last4: '4242' } });

const methods: Record<string, TestMethod> = {
  pm_card_visa: card('visa', '4242'),
  pm_card_visa_debit: card('visa', '5556', approved, { funding: 'debit' }),
  pm_card_mastercard: card('mastercard', '4444'),
  pm_card_mastercard_debit: card('mastercard', '8210', approved, { funding: 'debit' }),
  pm_card_mastercard_prepaid: card('mastercard', '5100', approved, { funding: 'prepaid' }),
  pm_card_amex: card('amex', '8431'),
  pm_card_discover: card('discover', '9424'),
  pm_card_diners: card('diners', '3237'),
  pm_card_jcb: card('jcb', '0505'),
  pm_card_unionpay: card('unionpay', '0005'),
  pm_card_gb: card('visa', '0000', approved, { country: 'GB' }),
  pm_card_de: card('visa', '0016', approved, { country: 'DE' }),
  pm_card_fr: card('visa', '0003', approved, { country: 'FR' }),

  pm_card_chargeDeclined: card('visa', '0002', generic),
  pm_card_visa_chargeDeclined: card('visa', '0002', generic),
  pm_card_chargeDeclinedInsufficientFunds: card('visa', '9995', insufficient),
  pm_card_visa_chargeDeclinedInsufficientFunds: card('visa', '9995', insufficient),
  pm_card_visa_chargeDeclinedLostCard: card('visa', '9987', declined('lost_card', 'Your card was declined.')),
  pm_card_visa_chargeDeclinedStolenCard: card(
    'visa',
    '9979',
    declined('stolen_card', 'Your card was declined.'),
  ),
  pm_card_visa_chargeDeclinedVelocityLimitExceeded: card(
    'visa',
    '6975',
    declined('card_velocity_exceeded', 'Your card was declined for making repeated attempts too frequently.'),
  ),
  pm_card_chargeDeclinedExpiredCard: card(
    'visa',
    '0069',
    declined('expired_card', 'Your card has expired.', 'expired_card'),
  ),
  pm_card_chargeDeclinedIncorrectCvc: card(
    'visa',
    '0127',
    declined('incorrect_cvc', "Your card's security code is incorrect.", 'incorrect_cvc'),
  ),
  pm_card_chargeDeclinedProcessingError: card(
    'visa',
    '0119',
    declined('processing_error', 'An error occurred while processing your card.', 'processing_error'),
  ),
  pm_card_chargeDeclinedFraudulent: card('visa', '0019', fraudulent),
  pm_card_radarBlock: card('visa', '0019', fraudulent),
  pm_card_chargeCustomerFail: card('visa', '0341', generic),

  pm_card_authenticationRequired: card('visa', '3184', authentication),
  pm_card_threeDSecure2Required: card('visa', '3220', authentication),
  pm_card_threeDSecureRequired: card('visa', '3063', authentication),
  pm_card_threeDSecureOptional: card('visa', '3055'),

  pm_card_pendingRefund: { ...card('visa', '7726'), refunds: 'pending' },
  pm_card_refundFail: { ...card('visa', '5126'), refunds: 'failed' },

  pm_usBankAccount_success: usBank('6789'),
  pm_usBankAccount_accountClosed: usBank(
    '1113',
    declined('account_closed', 'The bank account is closed.', bankDecline),
  ),
  pm_usBankAccount_noAccount: usBank('1116', declined('no_account', 'No such bank account.', bankDecline)),
  pm_usBankAccount_insufficientFunds: usBank(
    '2227',
    declined('insufficient_funds', 'The account has insufficient funds.', bankDecline),
  ),
  pm_usBankAccount_debitNotAuthorized: usBank(
    '3335',
    declined('debit_not_authorized', 'Debits are not authorized for this account.', bankDecline),
  ),
  // Sandbox only, from here to the end.
  pm_sepaDebit_success: sepa('3000'),
  pm_sepaDebit_insufficientFunds: sepa(
    '1027',
    declined('insufficient_funds', 'The account has insufficient funds.', bankDecline),
  ),
  pm_link: { type: 'link', details: { country: 'US' }, outcome: approved },
  pm_card_visa_applePay: card('visa', '4242', approved, wallet('apple_pay')),
  pm_card_visa_googlePay: card('visa', '4242', approved, wallet('google_pay')),
};

export const testMethods: ReadonlyMap<string, TestMethod> = new Map(Object.entries(methods));
