export {
  type DescribeContractOptions,
  describeContract,
  type StartedTarget,
} from './vitest/describe-contract.ts';
