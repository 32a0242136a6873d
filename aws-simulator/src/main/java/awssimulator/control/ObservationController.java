package awssimulator.control;

import awssimulator.market.Agreements;
import awssimulator.metering.Bill;
import awssimulator.metering.Bills;
import awssimulator.metering.MeteringRecord;
import awssimulator.metering.MeteringRecords;
import awssimulator.metering.MeteringRecords.Filter;
import awssimulator.queue.QueueServer;
import awssimulator.settings.ProductSettings;
import awssimulator.settings.SimulatorSettings;
import awssimulator.wire.RequestLog;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What is there to see: products, charged records, bills, calls. */
@RestController
@RequestMapping("/control")
class ObservationController {
  private final SimulatorSettings settings;
  private final QueueServer queues;
  private final Agreements agreements;
  private final MeteringRecords records;
  private final Bills bills;
  private final RequestLog requests;

  ObservationController(
      SimulatorSettings settings,
      QueueServer queues,
      Agreements agreements,
      MeteringRecords records,
      Bills bills,
      RequestLog requests) {
    this.settings = settings;
    this.queues = queues;
    this.agreements = agreements;
    this.records = records;
    this.bills = bills;
    this.requests = requests;
  }

  record Dimension(String name, String unitPrice) {}

  record Product(
      String code,
      String titleZh,
      String titleEn,
      String partition,
      String region,
      String model,
      String currency,
      String sellerAccountId,
      String queueUrl,
      String deadLetterQueueUrl,
      String accessKeyId,
      String secretAccessKey,
      List<Dimension> dimensions,
      String fulfillmentUrl) {}

  @GetMapping("/products")
  List<Product> products() {
    return settings.allProducts().stream().map(this::view).toList();
  }

  private Product view(ProductSettings p) {
    return new Product(
        p.code(),
        p.titleZh(),
        p.titleEn(),
        p.partition(),
        p.region(),
        p.model().label(),
        p.currency().getCurrencyCode(),
        p.sellerAccountId(),
        queues.queueUrl(p.queue()),
        queues.queueUrl(p.deadLetterQueue()),
        p.accessKeyId(),
        p.secretAccessKey(),
        p.dimensions().stream()
            .map(d -> new Dimension(d.name(), d.unitPrice().toPlainString()))
            .toList(),
        p.fulfilmentUrl().toString());
  }

  @GetMapping("/metering-records")
  List<MeteringRecord> meteringRecords(
      @RequestParam(required = false) @Nullable String agreementId,
      @RequestParam(required = false) @Nullable String accountId,
      @RequestParam(required = false) @Nullable String productCode,
      @RequestParam(required = false) @Nullable String dimension,
      @RequestParam(required = false) @Nullable Instant from,
      @RequestParam(required = false) @Nullable Instant to) {
    return records.list(new Filter(agreementId, accountId, productCode, dimension, from, to));
  }

  @GetMapping("/bill")
  Bill bill(@RequestParam String accountId, @RequestParam YearMonth month) {
    return bills.bill(agreements.account(accountId).accountId(), month);
  }

  @GetMapping("/requests")
  List<RequestLog.Entry> requests(
      @RequestParam(required = false) @Nullable String operation,
      @RequestParam(required = false) @Nullable Integer status,
      @RequestParam(required = false) @Nullable String agreementId,
      @RequestParam(required = false) @Nullable Long before,
      @RequestParam(defaultValue = "100") int limit) {
    return requests.list(
        new RequestLog.Query(operation, status, agreementId, before, Required.limit(limit)));
  }

  @GetMapping(value = "/openapi.json", produces = MediaType.APPLICATION_JSON_VALUE)
  Resource openapi() {
    return new ClassPathResource(
        "awssimulator/openapi.json", ObservationController.class.getClassLoader());
  }
}
