package io.countinghouse.settlement;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How set-ups are followed; in business time.
 *
 * @param setUpReminder how long after it was begun a customer is reminded of a set-up that is not
 *     done
 */
@Validated
@ConfigurationProperties(prefix = "countinghouse.settlement", ignoreUnknownFields = false)
record SettlementSettings(@DefaultValue("24h") @DurationMin(minutes = 1) Duration setUpReminder) {}
