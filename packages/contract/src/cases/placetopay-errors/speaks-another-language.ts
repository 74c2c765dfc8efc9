import { CaseFailed } from '../../contract-case.ts';
import { type JsonAuthCase, withJson } from '../auth-in-json/json-auth-subject.ts';
import { tokenOf } from '../username-token/username-token-subject.ts';

export const speaksAnotherLanguage: JsonAuthCase = {
  name: 'speaks-another-language',
  sent: 'a wrong secret without `locale`, with `es_CO` and with `en_US`',
  expected: '`Autenticación fallida 102`, the same, and `Authentication failed 102`',
  why: 'Shops show the message to whoever pays, and clients look for its words.',
  source: 'Placetopay, Authentication (errors); Placetopay, Checkout (locale)',
  level: 'required',
  async run(subject, { send }) {
    const { fields } = subject;
    for (const { locale, message } of [
      { locale: undefined, message: 'Autenticación fallida 102' },
      { locale: 'es_CO', message: 'Autenticación fallida 102' },
      { locale: 'en_US', message: 'Authentication failed 102' },
    ]) {
      const auth = tokenOf(subject, { secret: 'no-such-secret' });
      const { text } = await send(withJson(subject, { ...fields, locale, auth }));
      if (!text.includes(message)) throw new CaseFailed(`«${locale}» must be told «${message}»`);
    }
  },
};
