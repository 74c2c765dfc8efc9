import { mustAccept, mustNotAccept } from '../../dialect.ts';
import { answerUnlessHungUp, type CertificateCase, withCertificate } from './certificate-subject.ts';
import { certificatesIn } from './chain.ts';

export const chokesOnALeafAlone: CertificateCase = {
  name: 'chokes-on-a-leaf-alone',
  sent: 'the right certificate without its intermediates, and then with them',
  expected:
    'alone, it is refused, or accepted where the server has the intermediates; with them, it is accepted',
  why: 'Clients forget the chain. Who takes an issuer for granted fails where there is none, or remembers the failure.',
  source: 'RFC 8446, section 4.4.2; ConnectPay, Server to server',
  level: 'required',
  async run(subject, exchange) {
    const { client } = subject.certificates;
    const [leaf = ''] = certificatesIn(client.chain);
    const alone = withCertificate(subject, { chain: leaf, key: client.key });
    const answer = await answerUnlessHungUp(exchange.send(alone));
    if (answer && !subject.dialect.accepted.includes(answer.status)) mustNotAccept(answer, 'a leaf alone');
    mustAccept(
      subject.dialect,
      await exchange.send(withCertificate(subject, client)),
      'the whole chain after it',
    );
  },
};
