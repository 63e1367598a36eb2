// Opens two accounts, moves money with each request sent twice, and counts it: SERVICE_URL says where.
import type { Account } from './accounts.ts';

const service = process.env.SERVICE_URL ?? 'http://127.0.0.1:8080';
const run = Date.now().toString(36);
const [ann, bob] = [`ann-${run}`, `bob-${run}`];

async function call<Body>(method: string, path: string, body?: unknown) {
  const response = await fetch(service + path, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Body };
}

const opened = [ann, bob].map((id) => call('POST', '/accounts', { id, balanceCents: 10_000 }));
console.log('opened:', (await Promise.all(opened)).map(({ status }) => status).join(' '));
console.log('opened again:', (await call('POST', '/accounts', { id: ann, balanceCents: 1 })).status);

const transfers = Array.from({ length: 10 }, (_, n) => ({
  id: `${run}-${n}`,
  ...(n % 2 === 0 ? { from: ann, to: bob, cents: 300 } : { from: bob, to: ann, cents: 100 }),
}));
const moved = await Promise.all(
  [...transfers, ...transfers].map((transfer) => call('POST', '/transfers', transfer)),
);
console.log('transfers done:', moved.filter(({ status }) => status === 200).length);
console.log(
  'too much:',
  (await call('POST', '/transfers', { id: run, from: ann, to: bob, cents: 1e9 })).status,
);
console.log('nonsense:', (await call('POST', '/transfers', { id: run })).status);
console.log('nobody:', (await call('GET', `/accounts/nobody-${run}`)).status);

const balances = await Promise.all([ann, bob].map((id) => call<Account>('GET', `/accounts/${id}`)));
console.log('balances:', balances.map(({ body }) => body.balanceCents).join(' '));
const { body: page } = await call<Account[]>('GET', `/accounts?after=${encodeURIComponent(`ann-${run}`)}`);
console.log(
  'the page after ann has bob:',
  page.some(({ id }) => id === bob),
);
