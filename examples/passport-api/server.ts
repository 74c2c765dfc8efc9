// An application on Passport: one route takes a token or Basic, another keeps the passport-http it always had.
//
//   npm start
//   curl -i -u partner:s3cret:with:colons http://127.0.0.1:3000/orders
import { randomBytes } from 'node:crypto';
import { basic } from '@countersign/basic';
import { bearer, tokenIssuer } from '@countersign/bearer';
import { memoryDirectory } from '@countersign/core';
import { BasicStrategy, BearerStrategy, passportHttpVerify } from '@countersign/passport';
import express from 'express';
import passport from 'passport';
import { BasicStrategy as PassportHttpStrategy } from 'passport-http';

const { PORT = '3000' } = process.env;

const directory = memoryDirectory([{ id: 'partner', secrets: ['s3cret:with:colons'] }]);
const key = randomBytes(32);
const partners = basic({ directory, realm: 'Orders' });
const tokens = bearer({
  directory,
  realm: 'Orders',
  keys: [{ key }],
  algorithms: ['HS256'],
  maxLifetimeSeconds: 600,
});
const issuer = tokenIssuer({ key, algorithm: 'HS256', lifetimeSeconds: 600 });

passport.use(new BasicStrategy(partners));
passport.use(new BearerStrategy(tokens));
// The mount stays as it was; only the verification behind it is new.
passport.use(
  'legacy',
  new PassportHttpStrategy({ realm: 'Orders', passReqToCallback: true }, passportHttpVerify(partners)),
);

const app = express();
const either = passport.authenticate(['basic', 'bearer'], { session: false });

app.get('/orders', either, (req, res) => {
  res.json({ orders: [], user: req.user });
});
app.post('/tokens', passport.authenticate('basic', { session: false }), async (_req, res) => {
  res.json(await issuer.issue({ account: 'partner' }));
});
app.get('/legacy/orders', passport.authenticate('legacy', { session: false }), (req, res) => {
  res.json({ orders: [], user: req.user });
});

app.listen(Number(PORT), '127.0.0.1', () => console.log(`http://127.0.0.1:${PORT}`));
