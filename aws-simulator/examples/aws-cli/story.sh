#!/bin/sh
# A subscription from its first day to its bill, told by the AWS CLI and curl.
# For a product of the legacy model. Start the simulator first: bin/simulator --memory
set -eu

simulator=${AWS_ENDPOINT_URL:-http://localhost:8090}
sqs=${AWS_ENDPOINT_URL_SQS:-http://127.0.0.1:9324}
# Only these keys and this region, whatever is set for other work with AWS.
unset AWS_SESSION_TOKEN AWS_PROFILE AWS_DEFAULT_PROFILE
export AWS_REGION=cn-northwest-1 AWS_DEFAULT_REGION=cn-northwest-1
export AWS_ACCESS_KEY_ID=AKIASIMULATORCN00001
export AWS_SECRET_ACCESS_KEY=simulator-secret-for-guance-cn-worth-nothing
product=4wq8n2v7k1x9d5m3z6c0b8r2t
queue=$sqs/000000000000/aws-mp-guance-cn

# control METHOD PATH [JSON]: what a buyer, or time, would do.
control() {
  curl -sS --fail-with-body -X "$1" "$simulator/control$2" \
    -H 'Content-Type: application/json' ${3:+-d "$3"}
}
# member NAME: the value of a string member of the JSON on standard input.
member() {
  sed 's/.*"'"$1"'":"\([^"]*\)".*/\1/'
}
# next_action: takes the next notification off the queue and prints its action.
next_action() {
  message=$(aws --endpoint-url "$sqs" sqs receive-message --queue-url "$queue" \
    --wait-time-seconds 10 --query 'Messages[0].[ReceiptHandle, Body]' --output text)
  aws --endpoint-url "$sqs" sqs delete-message --queue-url "$queue" \
    --receipt-handle "$(printf '%s' "$message" | cut -f1)"
  printf '%s' "$message" | tr -d '\\' | member action
}

# A buyer subscribes and presses "Set up your account": their browser posts a token.
account=$(control POST /accounts '{"name":"Ming Consulting"}' | member accountId)
subscribed=$(control POST /subscriptions "{\"accountId\":\"$account\",\"productCode\":\"$product\"}")
agreement=$(echo "$subscribed" | member agreementId)
token=$(echo "$subscribed" | member registrationToken)

# The seller redeems it.
customer=$(aws --endpoint-url "$simulator" meteringmarketplace resolve-customer \
  --registration-token "$token" --query CustomerIdentifier --output text)
echo "customer: $customer"

# AWS tells that usage may be metered.
echo "notification: $(next_action)"

# The seller meters an hour: 1340 units at 0.01 CNY.
now=$(control GET /clock | member time)
status=$(aws --endpoint-url "$simulator" meteringmarketplace batch-meter-usage \
  --product-code "$product" \
  --usage-records "Timestamp=${now%%:*}:00:00Z,CustomerIdentifier=$customer,Dimension=fee,Quantity=1340" \
  --query 'Results[0].Status' --output text)
echo "metered: $status"

# The buyer cancels; the last usage is due within the hour; then it is over.
control POST "/subscriptions/$agreement/cancel" >/dev/null
echo "notification: $(next_action)"
control POST /clock '{"advance":"PT1H"}' >/dev/null
echo "notification: $(next_action)"

# What the buyer pays.
bill=$(control GET "/bill?accountId=$account&month=$(echo "$now" | cut -c1-7)")
echo "bill: $(echo "$bill" | member total) CNY"
