package io.countinghouse.audit;

import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** The rows of {@code audit.chain}, {@code audit.seal} and {@code audit.unsealed}. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class ChainTable {

  private final JdbcClient jdbc;
  private final JsonMapper json;

  ChainTable(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** An end of the chain; its hash is empty where there is no seal yet. */
  // Its own bytes, never compared.
  @SuppressWarnings("ArrayRecordComponent")
  record End(long no, byte[] hash) {

    String hex() {
      return HexFormat.of().formatHex(hash);
    }
  }

  /**
   * Where the chain begins and ends.
   *
   * @param unsignedUntil the last entry without a MAC
   * @param pruned the last seal that is gone
   * @param sealed the last seal
   */
  // Its own bytes, never compared.
  @SuppressWarnings("ArrayRecordComponent")
  record Chain(long unsignedUntil, End pruned, End sealed, byte[] mac) {

    byte[] macBy(AuditKey key) {
      return key.mac(
          "audit chain",
          Long.toString(unsignedUntil),
          Long.toString(pruned.no()),
          pruned.hex(),
          Long.toString(sealed.no()),
          sealed.hex());
    }

    /** Whether the server left it so; before the first seal there is nothing to tell it by. */
    boolean isSignedBy(AuditKey key) {
      return mac.length == 0 ? sealed.no() == 0 : MessageDigest.isEqual(mac, macBy(key));
    }
  }

  /**
   * A link of the chain.
   *
   * @param entry empty when it is gone
   */
  // Its own bytes, never compared.
  @SuppressWarnings("ArrayRecordComponent")
  record Link(long no, long entryId, byte[] hash, @Nullable StoredEntry entry) {}

  /** Where it is; empty when its row was taken away. */
  Optional<Chain> read() {
    return jdbc.sql("SELECT * FROM audit.chain").query(ChainTable::chain).optional();
  }

  /** Takes the chain for this transaction; empty when another node has it, or its row is gone. */
  Optional<Chain> take() {
    return jdbc.sql("SELECT * FROM audit.chain FOR UPDATE SKIP LOCKED")
        .query(ChainTable::chain)
        .optional();
  }

  private static Chain chain(ResultSet rs, int row) throws SQLException {
    return new Chain(
        rs.getLong("unsigned_until"),
        new End(rs.getLong("pruned_no"), rs.getBytes("pruned_hash")),
        new End(rs.getLong("sealed_no"), rs.getBytes("sealed_hash")),
        rs.getBytes("mac"));
  }

  /** Moves the ends. */
  void write(Chain chain, AuditKey key) {
    jdbc.sql(
            """
            UPDATE audit.chain SET pruned_no = :prunedNo, pruned_hash = :prunedHash, sealed_no = :sealedNo,
                                   sealed_hash = :sealedHash, mac = :mac\
            """)
        .param("prunedNo", chain.pruned().no())
        .param("prunedHash", chain.pruned().hash())
        .param("sealedNo", chain.sealed().no())
        .param("sealedHash", chain.sealed().hash())
        .param("mac", chain.macBy(key))
        .update();
  }

  /** The first entries that wait for their seal. */
  List<StoredEntry> waiting(int limit) {
    return jdbc.sql(
            "SELECT "
                + StoredEntry.COLUMNS
                + """
                   FROM audit.unsealed u JOIN audit.entry e ON e.id = u.entry_id
                  ORDER BY u.entry_id LIMIT :limit\
                """)
        .param("limit", limit)
        .query((rs, _) -> StoredEntry.of(rs, json))
        .list();
  }

  /** Adds seals; their entries wait no more. */
  void seal(List<Link> links) {
    List<String> hashes = new ArrayList<>();
    links.forEach(it -> hashes.add(HexFormat.of().formatHex(it.hash())));
    Long[] entries = links.stream().map(Link::entryId).toArray(Long[]::new);
    jdbc.sql(
            """
            INSERT INTO audit.seal (no, entry_id, hash)
            SELECT n.no, n.entry_id, decode(n.hash, 'hex')
              FROM unnest(CAST(:nos AS bigint[]), CAST(:entries AS bigint[]), CAST(:hashes AS text[]))
                   AS n (no, entry_id, hash)\
            """)
        .param("nos", links.stream().map(Link::no).toArray(Long[]::new))
        .param("entries", entries)
        .param("hashes", hashes.toArray(String[]::new))
        .update();
    jdbc.sql("DELETE FROM audit.unsealed WHERE entry_id = ANY (:entries)")
        .param("entries", entries)
        .update();
  }

  /** The links after one, in order. */
  List<Link> after(long no, int limit) {
    return jdbc.sql(
            "SELECT s.no, s.entry_id, s.hash, "
                + StoredEntry.COLUMNS
                + """
                   FROM audit.seal s LEFT JOIN audit.entry e ON e.id = s.entry_id
                  WHERE s.no > :no ORDER BY s.no LIMIT :limit\
                """)
        .param("no", no)
        .param("limit", limit)
        .query((rs, _) -> {
          rs.getLong("id");
          StoredEntry entry = rs.wasNull() ? null : StoredEntry.of(rs, json);
          return new Link(rs.getLong("no"), rs.getLong("entry_id"), rs.getBytes("hash"), entry);
        })
        .list();
  }

  /** Drops the seals up to one, and their entries. */
  void drop(long upTo) {
    jdbc.sql("SELECT set_config('audit.pruning', 'on', true)").query(String.class).single();
    jdbc.sql(
            """
            DELETE FROM audit.entry e USING audit.seal s WHERE s.entry_id = e.id AND s.no <= :upTo\
            """)
        .param("upTo", upTo)
        .update();
    jdbc.sql("DELETE FROM audit.seal WHERE no <= :upTo").param("upTo", upTo).update();
    jdbc.sql("SELECT set_config('audit.pruning', 'off', true)").query(String.class).single();
  }

  /** Entries that wait for a seal and are gone. */
  List<Long> waitingAndGone(int limit) {
    return jdbc.sql(
            """
            SELECT u.entry_id FROM audit.unsealed u
             WHERE NOT EXISTS (SELECT 1 FROM audit.entry e WHERE e.id = u.entry_id)
             ORDER BY u.entry_id LIMIT :limit\
            """)
        .param("limit", limit)
        .query((rs, _) -> rs.getLong("entry_id"))
        .list();
  }

  /** Entries without a seal that do not wait for one either. */
  List<StoredEntry> outside(int limit) {
    return jdbc.sql(
            "SELECT "
                + StoredEntry.COLUMNS
                + """
                   FROM audit.entry e
                  WHERE NOT EXISTS (SELECT 1 FROM audit.seal s WHERE s.entry_id = e.id)
                    AND NOT EXISTS (SELECT 1 FROM audit.unsealed u WHERE u.entry_id = e.id)
                  ORDER BY e.id LIMIT :limit\
                """)
        .param("limit", limit)
        .query((rs, _) -> StoredEntry.of(rs, json))
        .list();
  }
}
