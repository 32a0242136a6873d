package awssimulator.queue;

import awssimulator.queue.Notification.State;
import org.jspecify.annotations.Nullable;

/** Which notifications are meant; null means any. */
public record NotificationFilter(
    @Nullable String productCode,
    @Nullable String agreementId,
    @Nullable String kind,
    @Nullable State state) {}
