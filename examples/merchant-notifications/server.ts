// A merchant's server that Smart2Pay, Placetopay and Pledg call when the state of a payment changes.
//
//   SITE_ID=30201 API_KEY=… SECRET_KEY=… PLEDG_SECRET=… npm start
//   curl -i -u "30201:$API_KEY" -H 'content-type: application/json' \
//     -d '{"Payment":{"ID":1,"Status":{"ID":2}}}' http://127.0.0.1:3000/notifications/smart2pay
import { authOf, guard } from '@countersign/express';
import { placetopay, pledg, smart2pay } from '@countersign/providers';
import express from 'express';

const {
  SITE_ID = '30201',
  API_KEY = 'demo-key',
  SECRET_KEY = 'demo-key',
  PLEDG_SECRET = 'demo-key',
} = process.env;
const { ALLOWED = '127.0.0.0/8', PORT = '3000' } = process.env;

// Each guard knows the merchant's own account with a provider, and nobody else's. ALLOWED: the addresses that Smart2Pay
// calls from, as its support names them.
const fromSmart2Pay = smart2pay.notification({
  account: { id: SITE_ID, secrets: [API_KEY], addresses: ALLOWED.split(',') },
});
const fromPlacetopay = placetopay.notification({ account: { id: 'siteLogin', secrets: [SECRET_KEY] } });
const fromPledg = pledg.notification({ account: { id: 'mer_demo', secrets: [PLEDG_SECRET] } });

const app = express();

app.post('/notifications/smart2pay', guard(fromSmart2Pay), express.json(), (req, res) => {
  const { account } = authOf(req, fromSmart2Pay).principal;
  console.log(`site ${account}: payment ${req.body?.Payment?.ID} is ${req.body?.Payment?.Status?.ID}`);
  // Smart2Pay sends a notification again until it is answered with 204.
  res.status(204).end();
});

// What the signature covers is in `signed`; the rest of the body is anybody's. The same one may come twice.
app.post('/notifications/placetopay', guard(fromPlacetopay), (req, res) => {
  console.log(`Placetopay: ${JSON.stringify(authOf(req, fromPlacetopay).principal.signed)}`);
  res.json({ status: 'OK' });
});

app.post('/notifications/pledg', guard(fromPledg), (req, res) => {
  console.log(`Pledg: ${JSON.stringify(authOf(req, fromPledg).principal.signed)}`);
  res.json({ status: 'OK' });
});

app.listen(Number(PORT), '127.0.0.1', () => console.log(`http://127.0.0.1:${PORT}/notifications/`));
