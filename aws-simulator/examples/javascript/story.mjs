// A subscription from its first day to its bill, told by the AWS SDK for JavaScript.
// For a product of the concurrent model: agreements are told apart by their licences.
// Start the simulator first: bin/simulator --memory; then, here: npm ci && node story.mjs
import {
  BatchMeterUsageCommand,
  MarketplaceMeteringClient,
  ResolveCustomerCommand,
} from "@aws-sdk/client-marketplace-metering";
import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";

const simulator = process.env.AWS_ENDPOINT_URL ?? "http://localhost:8090";
const sqsEndpoint = process.env.AWS_ENDPOINT_URL_SQS ?? "http://127.0.0.1:9324";
const product = "7h3t5y9u2i6o1p4a8s0d2f5g7";
const queue = `${sqsEndpoint}/000000000000/aws-mp-guance-us`;

const seller = {
  region: "us-east-1",
  credentials: {
    accessKeyId: "AKIASIMULATORUS00001",
    secretAccessKey: "simulator-secret-for-guance-us-worth-nothing",
  },
};
const metering = new MarketplaceMeteringClient({ ...seller, endpoint: simulator });
const sqs = new SQSClient({ ...seller, endpoint: sqsEndpoint });

// What a buyer, or time, would do.
async function control(method, path, body) {
  const answer = await fetch(`${simulator}/control${path}`, {
    method,
    headers: { "Content-Type": "application/json" },
    body: body && JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}

// Takes events off the queue until one of each of these kinds was there; they come in any order.
async function take(...kinds) {
  const missing = new Set(kinds);
  while (missing.size > 0) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: queue, MaxNumberOfMessages: 10, WaitTimeSeconds: 10 }),
    );
    if (Messages.length === 0) throw new Error(`Nothing came of ${[...missing]}`);
    for (const { Body, ReceiptHandle } of Messages) {
      missing.delete(JSON.parse(Body)["detail-type"]);
      await sqs.send(new DeleteMessageCommand({ QueueUrl: queue, ReceiptHandle }));
    }
  }
  kinds.forEach((kind) => console.log("event:", kind));
}

// A buyer subscribes and presses "Set up your account": their browser posts a token.
const { accountId } = await control("POST", "/accounts", { name: "Ming Consulting" });
const subscribed = await control("POST", "/subscriptions", { accountId, productCode: product });

// The seller redeems it and keeps licence and account together.
const customer = await metering.send(
  new ResolveCustomerCommand({ RegistrationToken: subscribed.registrationToken }),
);
console.log("customer:", customer.CustomerAWSAccountId, "with", customer.LicenseArn);

// AWS tells that usage may be metered.
await take("Purchase Agreement Created - Proposer", "License Updated - Manufacturer");

// The seller meters an hour: 1340 units at 0.01 USD. There is no product code in it.
const { time } = await control("GET", "/clock");
const { Results } = await metering.send(
  new BatchMeterUsageCommand({
    UsageRecords: [
      {
        Timestamp: new Date(`${time.slice(0, 13)}:00:00Z`),
        CustomerAWSAccountId: customer.CustomerAWSAccountId,
        LicenseArn: customer.LicenseArn,
        Dimension: "fee",
        Quantity: 1340,
      },
    ],
  }),
);
console.log("metered:", Results[0].Status);

// The buyer cancels; the last usage is due within the hour; then it is over.
await control("POST", `/subscriptions/${subscribed.agreementId}/cancel`);
await take("Purchase Agreement Ended - Proposer", "License Deprovisioned - Manufacturer");
await control("POST", "/clock", { advance: "PT1H" });

// What the buyer pays.
const bill = await control("GET", `/bill?accountId=${accountId}&month=${time.slice(0, 7)}`);
console.log("bill:", bill.products[0].total, "USD");
