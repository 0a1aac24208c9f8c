import type { Written } from "../../stacks";
import type { Case } from "./case";

const opened = (values: object): Written => ({
  "aws_security_group.web": { name: "web" },
  "aws_vpc_security_group_ingress_rule.https": {
    security_group_id: "${aws_security_group.web.id}",
    ip_protocol: "tcp",
    from_port: 443,
    to_port: 443,
    cidr_ipv4: "10.0.0.0/8",
    ...values,
  },
});
const out = (values: object): Written => ({
  "aws_security_group.web": { name: "web" },
  "aws_vpc_security_group_egress_rule.https": {
    security_group_id: "${aws_security_group.web.id}",
    ip_protocol: "tcp",
    from_port: 443,
    to_port: 443,
    cidr_ipv4: "0.0.0.0/0",
    ...values,
  },
});

export const networkOpened: readonly Case[] = [
  {
    name: "the internet",
    before: opened({}),
    danger: opened({ cidr_ipv4: "0.0.0.0/0" }),
    says: "the internet (0.0.0.0/0) may reach aws_security_group.web on tcp 443",
    harmless: opened({ cidr_ipv4: "10.1.0.0/16" }),
  },
  {
    name: "more ports",
    before: opened({}),
    danger: opened({ from_port: 22 }),
    says: "10.0.0.0/8 may reach aws_security_group.web on tcp 22 to 443",
    harmless: opened({ description: "HTTPS from the office" }),
  },
  {
    name: "egress",
    before: out({ cidr_ipv4: "10.0.0.0/8" }),
    danger: out({}),
    says: "aws_security_group.web may reach the internet (0.0.0.0/0) on tcp 443",
    harmless: out({ cidr_ipv4: "10.0.0.0/24" }),
  },
  {
    name: "a block within the group",
    before: { "aws_security_group.web": { name: "web" } },
    danger: {
      "aws_security_group.web": {
        name: "web",
        ingress: [{ protocol: "-1", from_port: 0, to_port: 0, cidr_blocks: ["0.0.0.0/0"] }],
      },
    },
    says: "the internet (0.0.0.0/0) may reach aws_security_group.web on all ports and protocols",
    harmless: { "aws_security_group.web": { name: "web", tags: { Name: "web" } } },
  },
];
