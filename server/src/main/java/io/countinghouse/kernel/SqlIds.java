package io.countinghouse.kernel;

/** Many ids in one statement. */
public final class SqlIds {

  /**
   * Is one of the ids bound as {@code :ids}, a {@code text[]}. The planner weighs each of thousands
   * of ids in an array that it sees, but none of a query that gives them.
   */
  public static final String ANY = "ANY (ARRAY (SELECT unnest(CAST(:ids AS text[]))))";

  private SqlIds() {}
}
