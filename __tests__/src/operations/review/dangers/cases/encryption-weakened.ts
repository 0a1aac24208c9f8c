import type { Case } from "./case";
import { db } from "./samples";

export const encryptionWeakened: readonly Case[] = [
  {
    name: "storage",
    before: db({}),
    danger: db({ storage_encrypted: false }),
    says: "storage_encrypted true → false",
    harmless: db({ kms_key_id: "arn:other-key" }),
  },
  {
    name: "our own key",
    before: { "aws_sns_topic.a": { name: "a", kms_master_key_id: "arn:key" } },
    danger: { "aws_sns_topic.a": { name: "a" } },
    says: "kms_master_key_id arn:key → nothing: no key of ours protects it",
    harmless: { "aws_sns_topic.a": { name: "a", kms_master_key_id: "arn:other-key" } },
  },
  {
    name: "a TLS policy",
    before: { "aws_lb_listener.a": { port: 443, protocol: "HTTPS", ssl_policy: "TLS13" } },
    danger: { "aws_lb_listener.a": { port: 443, protocol: "HTTPS", ssl_policy: "2016-08" } },
    says: "ssl_policy TLS13 → 2016-08: clients may agree on other protocols and ciphers",
    harmless: { "aws_lb_listener.a": { port: 8443, protocol: "HTTPS", ssl_policy: "TLS13" } },
  },
  {
    name: "HTTP in place of HTTPS",
    before: { "aws_lb_listener.a": { port: 443, protocol: "HTTPS" } },
    danger: { "aws_lb_listener.a": { port: 443, protocol: "HTTP" } },
    says: "protocol HTTPS → HTTP: what is sent can be read on its way",
    harmless: { "aws_lb_listener.a": { port: 444, protocol: "HTTPS" } },
  },
];
