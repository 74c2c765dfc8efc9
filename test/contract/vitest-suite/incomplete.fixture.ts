import { describeContract } from '@countersign/contract/vitest';

describeContract('basic', { target: 'http://127.0.0.1:1', credentials: { account: { id: 'partner' } } });
