package io.countinghouse.marketplace;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Why a message of AWS has had no effect, or a hand-over has not happened. Rows and logs have a
 * sentence in English; pages say the same in the reader's language.
 *
 * <p>Of two that may begin alike the longer one stands first.
 */
public enum Why {
  NOT_JSON("not a JSON object"),
  NO_CUSTOMER("no product-code or no customer-identifier"),
  UNKNOWN_ACTION("unknown action %s"),
  UNKNOWN_SOURCE("unknown event source %s"),
  UNKNOWN_STATUS("unknown status of an ended agreement: %s"),
  UNKNOWN_EVENT("unknown event %s"),
  NO_LICENSE_NAMED("the event names no agreement, no product code or no licence"),
  NO_AGREEMENT_NAMED("the event names no agreement"),
  NO_BUYER_NAMED("the event names no account of the buyer"),
  NEEDS_A_PERSON("%s: AWS wants a person to look"),
  CONTRADICTS("it contradicts what is stored: %s"),
  UNKNOWN_PRODUCT("unknown product %s"),
  OTHER_MODEL("product %s is of the %s model, the message of the %s"),
  UNKNOWN_CUSTOMER("unknown customer %s"),
  OTHER_PRODUCT("licence %s is known with product %s"),
  LICENSE_ID_ALONE("licence %s is named without the account that its ARN has"),
  NO_LICENSE_KNOWN("no licence is known of AWS's agreement %s"),
  LICENSE_NOT_TOLD("AWS has not told the licence of the agreement that follows"),
  NOTHING_FOLLOWS("AWS has named no agreement that follows"),
  SEVERAL_MAY_FOLLOW("several agreements may follow"),
  ABOUT_TO_HAPPEN("it is about to happen"),
  NOTHING_TO_HAND_OVER("agreement %s has nothing to hand over any more"),
  NOT_ACTIVE("agreement %s is not active"),
  NO_CHOICE("agreement %s is no active one of the same buyer and product"),
  OTHER_CURRENCY("agreement %s is charged in %s, not in %s"),
  OTHER_HOLDER("another billing account holds agreement %s");

  private static final String DETAIL = "%s";

  private final String sentence;
  private final Pattern pattern;

  Why(String sentence) {
    this.sentence = sentence;
    this.pattern =
        Pattern.compile(
            Stream.of(sentence.split(DETAIL, -1))
                .map(Pattern::quote)
                .collect(Collectors.joining("(.*)")),
            Pattern.DOTALL);
  }

  /**
   * A reason as stored.
   *
   * @param details what the sentence names, in its order
   */
  public record Told(Why why, List<String> details) {

    public Told {
      details = List.copyOf(details);
    }
  }

  /** The sentence about some details, as many as it has places for. */
  public String of(Object... details) {
    return sentence.formatted(details);
  }

  /** What a stored sentence says; empty when it is none of these. */
  public static Optional<Told> read(String stored) {
    return Arrays.stream(values()).flatMap(why -> why.told(stored).stream()).findFirst();
  }

  private Optional<Told> told(String stored) {
    Matcher matcher = pattern.matcher(stored);
    return matcher.matches()
        ? Optional.of(new Told(this, details(matcher.toMatchResult())))
        : Optional.empty();
  }

  private static List<String> details(MatchResult match) {
    return IntStream.rangeClosed(1, match.groupCount()).mapToObj(match::group).toList();
  }
}
