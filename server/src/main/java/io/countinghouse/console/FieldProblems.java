package io.countinghouse.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is wrong with the fields of a form, in the order of the form. */
final class FieldProblems {

  /**
   * One thing that is wrong with one field.
   *
   * @param field its name and id on the page; empty where the page has no field for it any more
   * @param key of the text that says so
   * @param arguments of the text
   */
  record Problem(String field, String key, List<Object> arguments) {

    /** As templates want it. */
    public Object[] args() {
      return arguments.toArray();
    }
  }

  private final List<Problem> problems = new ArrayList<>();

  void add(String field, String key, Object... arguments) {
    problems.add(new Problem(field, key, List.of(arguments)));
  }

  public boolean isEmpty() {
    return problems.isEmpty();
  }

  /** All, for the summary. */
  public List<Problem> all() {
    return List.copyOf(problems);
  }

  /** Those of one field. */
  public List<Problem> of(String field) {
    return problems.stream().filter(it -> it.field().equals(field)).toList();
  }

  public boolean has(String field) {
    return problems.stream().anyMatch(it -> it.field().equals(field));
  }

  /** Ids of what describes a field, for {@code aria-describedby}; empty for none. */
  public Optional<String> describing(String field, boolean hint) {
    String ids =
        String.join(
            " ",
            Stream.of(hint ? field + "-hint" : "", has(field) ? field + "-error" : "")
                .filter(it -> !it.isEmpty())
                .toList());
    return ids.isEmpty() ? Optional.empty() : Optional.of(ids);
  }
}
