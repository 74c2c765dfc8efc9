import { CaseFailed } from '../../contract-case.ts';
import { mustRefuse } from '../../dialect.ts';
import { escaped } from '../../sign/soap-envelope.ts';
import { type SoapCase, withElements } from './soap-subject.ts';

export const resolvesEntities: SoapCase = {
  name: 'resolves-entities',
  sent: 'document types: an entity for the login, a file for the login, entities that grow a million times, and none of them',
  expected: 'each is refused, none takes longer than five seconds',
  why: 'A parser that resolves them reads files of the server, calls addresses of its network, and fills its memory, before anybody is known.',
  source: 'SOAP 1.1, section 3 (no document type); CWE-611; CWE-776',
  level: 'required',
  async run(subject, { send }) {
    const grown = Array.from(
      { length: 20 },
      (_, place) => `<!ENTITY e${place + 1} "&e${place};&e${place};">`,
    ).join('');
    const { id } = subject.account;
    for (const [login, declarations] of [
      ['&e0;', `<!ENTITY e0 "${escaped(id)}">`],
      ['&e0;', '<!ENTITY e0 SYSTEM "file:///etc/hostname">'],
      ['&e20;', `<!ENTITY e0 "e">${grown}`],
      [escaped(id), ''],
    ] as const) {
      const username = `<wsse:Username>${login}</wsse:Username>`;
      const { body, ...request } = withElements(subject, () => ({ username }));
      const answer = await send({ ...request, body: `<!DOCTYPE soap:Envelope [${declarations}]>${body}` });
      mustRefuse(subject.dialect, answer, 'absent', `a document type with «${declarations.slice(0, 30)}»`);
      if (answer.milliseconds > 5000) throw new CaseFailed(`it took ${Math.round(answer.milliseconds)} ms`);
    }
  },
};
