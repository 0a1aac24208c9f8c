import { autoScalingCases } from "./auto-scaling";
import type { Case } from "./case";
import { kmsCases } from "./kms";
import { lambdaCases } from "./lambda";
import { loadBalancingCases } from "./load-balancing";
import { logsCases } from "./logs";
import { otherCases } from "./others";
import { rdsCases } from "./rds";
import { s3Cases } from "./s3";

export const allCases: readonly Case[] = [
  ...autoScalingCases,
  ...kmsCases,
  ...lambdaCases,
  ...loadBalancingCases,
  ...logsCases,
  ...otherCases,
  ...rdsCases,
  ...s3Cases,
];
