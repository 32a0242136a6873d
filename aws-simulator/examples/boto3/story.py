#!/usr/bin/env python3
"""A subscription from its first day to its bill, told by boto3.

For a product of the legacy model. Start the simulator first: bin/simulator --memory
"""

import json
import os
import urllib.request
from datetime import datetime, timezone

import boto3

SIMULATOR = os.environ.get("AWS_ENDPOINT_URL", "http://localhost:8090")
SQS = os.environ.get("AWS_ENDPOINT_URL_SQS", "http://127.0.0.1:9324")
PRODUCT = "4wq8n2v7k1x9d5m3z6c0b8r2t"
QUEUE = SQS + "/000000000000/aws-mp-guance-cn"

session = boto3.Session(
    aws_access_key_id="AKIASIMULATORCN00001",
    aws_secret_access_key="simulator-secret-for-guance-cn-worth-nothing",
    region_name="cn-northwest-1",
)
metering = session.client("meteringmarketplace", endpoint_url=SIMULATOR)
sqs = session.client("sqs", endpoint_url=SQS)


def control(method, path, body=None):
    """What a buyer, or time, would do."""
    request = urllib.request.Request(
        SIMULATOR + "/control" + path,
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def next_action():
    """Takes the next notification off the queue and returns its action."""
    answer = sqs.receive_message(QueueUrl=QUEUE, WaitTimeSeconds=10)
    message = answer["Messages"][0]
    sqs.delete_message(QueueUrl=QUEUE, ReceiptHandle=message["ReceiptHandle"])
    envelope = json.loads(message["Body"])
    return json.loads(envelope["Message"])["action"]


# A buyer subscribes and presses "Set up your account": their browser posts a token.
account = control("POST", "/accounts", {"name": "Ming Consulting"})["accountId"]
subscribed = control("POST", "/subscriptions", {"accountId": account, "productCode": PRODUCT})

# The seller redeems it.
customer = metering.resolve_customer(RegistrationToken=subscribed["registrationToken"])
print("customer:", customer["CustomerIdentifier"])

# AWS tells that usage may be metered.
print("notification:", next_action())

# The seller meters an hour: 1340 units at 0.01 CNY, told apart by cost tags.
now = control("GET", "/clock")["time"]
hour = datetime.strptime(now[:13], "%Y-%m-%dT%H").replace(tzinfo=timezone.utc)
usage = metering.batch_meter_usage(
    ProductCode=PRODUCT,
    UsageRecords=[
        {
            "Timestamp": hour,
            "CustomerIdentifier": customer["CustomerIdentifier"],
            "Dimension": "fee",
            "Quantity": 1340,
            "UsageAllocations": [
                {"AllocatedUsageQuantity": 1000, "Tags": [{"Key": "workspace", "Value": "prod"}]},
                {"AllocatedUsageQuantity": 340, "Tags": [{"Key": "workspace", "Value": "test"}]},
            ],
        }
    ],
)
print("metered:", usage["Results"][0]["Status"])

# The buyer cancels; the last usage is due within the hour; then it is over.
control("POST", "/subscriptions/" + subscribed["agreementId"] + "/cancel")
print("notification:", next_action())
control("POST", "/clock", {"advance": "PT1H"})
print("notification:", next_action())

# What the buyer pays.
bill = control("GET", "/bill?accountId=" + account + "&month=" + now[:7])
for tag in bill["products"][0]["tags"]:
    print("of which", tag["key"], tag["value"] + ":", tag["amount"], "CNY")
print("bill:", bill["products"][0]["total"], "CNY")
