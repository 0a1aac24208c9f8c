import { expect, it } from "vitest";
import { application } from "../../../../src/systems/test-app/application";
import { databaseParameters } from "../../../../src/systems/test-app/parameters";
import { environment } from "../../../support/environment";

it("tells the backoffice where its database is and as whom to log in", () => {
  const parameters = databaseParameters(environment().names, "db.example.com");
  const prefix = `/${application}/production-us-east-1/database`;
  expect(Object.values(parameters).map(({ name, value }) => [name, value])).toEqual([
    [`${prefix}/endpoint`, "db.example.com"],
    [`${prefix}/port`, "3306"],
    [`${prefix}/name`, "backoffice"],
    [`${prefix}/user`, "backoffice"],
  ]);
});
