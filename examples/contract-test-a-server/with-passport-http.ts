// A server as it is often written: passport-http, and a comparison of its own.
import express, { type Express } from 'express';
import { Passport } from 'passport';
import { BasicStrategy } from 'passport-http';
import { secrets } from './accounts.ts';

const passport = new Passport();
passport.use(
  new BasicStrategy((id, secret, done) => done(null, secrets.get(id) === secret ? { account: id } : false)),
);

export const app: Express = express();
app.get('/orders', passport.authenticate('basic', { session: false }), (_req, res) => {
  res.json({ orders: [] });
});
