import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { invalid } from '#libs/errors';

/** A simulated card payment of the Fraud Detection Handbook; its customer is our backer, its terminal our project. */
export interface CardPayment {
  /** Seconds since 1970, UTC. */
  readonly time: number;
  readonly customer: number;
  readonly terminal: number;
  /** Minor units. */
  readonly amount: number;
  readonly isFraud: boolean;
}

const columns = ['TX_DATETIME', 'CUSTOMER_ID', 'TERMINAL_ID', 'TX_AMOUNT', 'TX_FRAUD'] as const;

/** All of a file in memory. @throws as `cardPayments` */
export async function readCardPayments(path: string): Promise<CardPayment[]> {
  const payments: CardPayment[] = [];
  for await (const payment of cardPayments(path)) payments.push(payment);
  return payments;
}

/**
 * Payments in the order of the file, which is that of their time.
 * @throws VerdictError `invalid` for a column that is not there, or a line that is no payment or out of order
 */
export async function* cardPayments(path: string): AsyncGenerator<CardPayment> {
  const file = createReadStream(path);
  const lines = createInterface({
    input: path.endsWith('.gz') ? file.pipe(createGunzip()) : file,
    crlfDelay: Infinity,
  });
  let places: readonly number[] | undefined;
  let last: CardPayment | undefined;
  let number = 0;
  for await (const line of lines) {
    number += 1;
    const cells = line.split(',');
    if (places === undefined) places = placesOf(cells);
    else if (line !== '') yield (last = paymentOf(cells, places, number, last));
  }
}

function placesOf(head: readonly string[]): number[] {
  return columns.map((name) => {
    const place = head.indexOf(name);
    if (place < 0) throw invalid(`These are no card payments with labels: the column ${name} is missing.`);
    return place;
  });
}

function paymentOf(
  cells: readonly string[],
  places: readonly number[],
  line: number,
  before: CardPayment | undefined,
): CardPayment {
  const [date = '', customer = '', terminal = '', amount = '', fraud = ''] = places.map((place) => cells[place] ?? '');
  const payment = {
    time: Date.parse(`${date.replace(' ', 'T')}Z`) / 1_000,
    customer: Number(customer),
    terminal: Number(terminal),
    amount: Math.round(Number(amount) * 100),
    isFraud: fraud === '1',
  };
  const { time, isFraud: _, ...numbers } = payment;
  const isOne = Object.values(numbers).every(Number.isFinite) && Number.isFinite(time) && /^[01]$/.test(fraud);
  if (!isOne || time < (before?.time ?? -Infinity))
    throw invalid(`Line ${line} is no payment with a label, or is earlier than the one before it.`);
  return payment;
}
