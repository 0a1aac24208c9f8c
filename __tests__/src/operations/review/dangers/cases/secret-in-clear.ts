import type { Written } from "../../stacks";
import type { Case } from "./case";
import { db, template } from "./samples";

const launching = (script: string): Written => ({
  "aws_launch_template.web": { ...template, user_data: btoa(`#!/bin/sh\n${script}\n`) },
});
const parameter = (values: object): Written => ({
  "aws_ssm_parameter.a": { name: "/a", type: "SecureString", ...values },
});

export const secretInClear: readonly Case[] = [
  {
    name: "a password",
    before: db({}),
    danger: db({ password: "Tr0ub4dor" }),
    says: "aws_db_instance.main: password holds a secret in clear",
    harmless: db({ manage_master_user_password: true }),
  },
  {
    name: "a key of AWS in a script",
    before: { "aws_launch_template.web": template },
    danger: {
      "aws_launch_template.web": {
        ...template,
        user_data: btoa("#!/bin/sh\nexport K=AKIAIOSFODNN7EXAMPLE\n"),
      },
    },
    says: "aws_launch_template.web: user_data holds a secret in clear",
    harmless: {
      "aws_launch_template.web": {
        ...template,
        user_data: btoa("#!/bin/sh\nPASSWORD=$(aws secretsmanager get-secret-value)\n"),
      },
    },
  },
  {
    name: "a variable of a function",
    before: { "aws_lambda_function.f": { function_name: "f" } },
    danger: {
      "aws_lambda_function.f": {
        function_name: "f",
        environment: { variables: { DB_PASSWORD: "hunter2hunter2" } },
      },
    },
    says: "environment.variables.DB_PASSWORD holds a secret in clear",
    harmless: {
      "aws_lambda_function.f": {
        function_name: "f",
        environment: { variables: { DB_PASSWORD_SECRET_NAME: "test-app/db" } },
      },
    },
  },
  {
    name: "a further secret in a script",
    before: launching("FIRST_TOKEN=not-to-be-seen"),
    danger: launching("FIRST_TOKEN=not-to-be-seen\nSECOND_TOKEN=nor-this-one"),
    says: "aws_launch_template.web: user_data holds a secret in clear",
    harmless: launching("FIRST_TOKEN=not-to-be-seen\necho"),
  },
  {
    name: "the value of a SecureString",
    before: parameter({ value: "${aws_kms_ciphertext.a.ciphertext_blob}" }),
    danger: parameter({ value: "not-to-be-seen" }),
    says: "aws_ssm_parameter.a: value holds a secret in clear",
    harmless: parameter({ value: "${random_password.a.result}" }),
  },
  {
    name: "a password of digits",
    before: db({}),
    danger: db({ password: 12345678 }),
    says: "aws_db_instance.main: password holds a secret in clear",
    harmless: db({ port: 12345 }),
  },
];
