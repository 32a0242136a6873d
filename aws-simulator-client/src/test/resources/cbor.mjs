// The AWS SDK for JavaScript in its own rpc-v2-cbor, which it has for any service but chooses for few.
import { AwsSmithyRpcV2CborProtocol } from "@aws-sdk/core/protocols";
import {
  BatchMeterUsageCommand,
  InvalidTokenException,
  MarketplaceMeteringClient,
  ResolveCustomerCommand,
} from "@aws-sdk/client-marketplace-metering";

const simulator = process.env.AWS_ENDPOINT_URL;
const metering = new MarketplaceMeteringClient({
  region: "us-east-1",
  credentials: {
    accessKeyId: "AKIASIMULATORUS00001",
    secretAccessKey: "simulator-secret-for-guance-us-worth-nothing",
  },
  endpoint: simulator,
  protocol: AwsSmithyRpcV2CborProtocol,
});

async function control(method, path, body) {
  const answer = await fetch(`${simulator}/control${path}`, {
    method,
    headers: { "Content-Type": "application/json" },
    body: body && JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}

const { accountId } = await control("POST", "/accounts", { name: "Ming Consulting" });
const { registrationToken, licenseArn } = await control("POST", "/subscriptions", {
  accountId,
  productCode: "7h3t5y9u2i6o1p4a8s0d2f5g7",
});
const customer = await metering.send(
  new ResolveCustomerCommand({ RegistrationToken: registrationToken }),
);
console.log("resolved:", customer.LicenseArn === licenseArn);

const { time } = await control("GET", "/clock");
const moment = new Date(`${time.slice(0, 13)}:00:00.250Z`);
const usage = {
  Timestamp: moment,
  CustomerAWSAccountId: accountId,
  LicenseArn: licenseArn,
  Dimension: "fee",
  Quantity: 1340,
};
const { Results } = await metering.send(new BatchMeterUsageCommand({ UsageRecords: [usage] }));
console.log("metered:", Results[0].Status);
console.log("echoed:", Results[0].UsageRecord.Timestamp.getTime() === moment.getTime());

try {
  await metering.send(new ResolveCustomerCommand({ RegistrationToken: "forged" }));
} catch (error) {
  console.log("refused:", error instanceof InvalidTokenException, error.message);
}
