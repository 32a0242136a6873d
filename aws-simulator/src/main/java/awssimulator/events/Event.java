package awssimulator.events;

/**
 * An EventBridge event.
 *
 * @param detailType what it is called, with the role
 * @param json the whole event, as a rule's target gets it
 */
public record Event(String detailType, String json) {}
