// A merchant's server that Smart2Pay calls when the state of a payment changes.
//
//   SITE_ID=30201 API_KEY=… npm start
//   curl -i -u "30201:$API_KEY" -H 'content-type: application/json' \
//     -d '{"Payment":{"ID":1,"Status":{"ID":2}}}' http://127.0.0.1:3000/notifications/smart2pay
import { memoryDirectory } from '@countersign/core';
import { authOf, guard } from '@countersign/express';
import { smart2pay } from '@countersign/providers';
import express from 'express';

const { SITE_ID = '30201', API_KEY = 'demo-key', ALLOWED = '127.0.0.0/8', PORT = '3000' } = process.env;

const site = smart2pay({
  // ALLOWED: the addresses that Smart2Pay calls from, as its support names them.
  directory: memoryDirectory([{ id: SITE_ID, secrets: [API_KEY], addresses: ALLOWED.split(',') }]),
});

const app = express();

app.post('/notifications/smart2pay', guard(site), express.json(), (req, res) => {
  const { account } = authOf(req, site).principal;
  console.log(`site ${account}: payment ${req.body?.Payment?.ID} is ${req.body?.Payment?.Status?.ID}`);
  // Smart2Pay sends a notification again until it is answered with 204.
  res.status(204).end();
});

app.listen(Number(PORT), '127.0.0.1', () => console.log(`http://127.0.0.1:${PORT}/notifications/smart2pay`));
